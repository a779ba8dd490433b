import {RdeError} from '@rde/errors'
import {waitForSnapshot} from '@rde/toolchain/snapshot/wait-for-snapshot'
import {podsOf} from '@rde/toolchain/snapshot/workload-health'
import type {PodObject, Snapshot, SnapshotLoop} from '@rde/toolchain'

import type {ImageContext} from '../image-context.js'
import {refuseCrashLoop, RunningContainers} from './crash-loop.js'
import {describeWorkload, imageUsers, usingContainers, type ImageUser, type UsedImage} from './image-users.js'
import {missingContent} from './user-state.js'

interface AwaitContext extends Pick<ImageContext, 'kubectl' | 'signal' | 'report'> {
  readonly snapshots: Pick<SnapshotLoop, 'now' | 'expire'>
  /** Resolves once the rollout was seen to be over, and to stay so. */
  readonly steady: Promise<unknown>
}

/** Waits until all pods of the workload run the content, or one of them says why it never will. */
export async function awaitUser(
  {workload}: ImageUser,
  image: UsedImage,
  {snapshots, steady, kubectl, signal, report}: AwaitContext,
): Promise<void> {
  if (workload.spec.updateStrategy?.type === 'OnDelete') throw onlyOnDelete(workload)
  const {namespace} = workload.metadata
  const running = new RunningContainers()
  let isSteady = false
  const hint = steady.then(() => (isSteady = true))
  let snapshot: Snapshot | undefined
  let pods: readonly PodObject[] = []
  const missing = () => {
    const user = snapshot && presentUser(workload, image, snapshot)
    const reason = user && (missingContent(user, image, snapshot!) ?? running.missing(pods, isSteady))
    return reason && `${describeWorkload(workload)}, which ${reason}`
  }
  // Troubles of other pods, those of the content before included, are no reason to give up.
  const ours = {
    async now() {
      snapshot = await snapshots.now()
      pods = newPods(workload, image, snapshot)
      await refuseCrashLoop(pods, image.reference, kubectl)
      return {...snapshot, pods, jobs: []}
    },
    expire: () => snapshots.expire(),
  }
  await waitForSnapshot(missing, {
    snapshots: ours,
    kubectl,
    namespaces: [namespace],
    signal,
    report,
    hint,
    // Each look costs as much as the rollout itself where the machine is busy.
    pauseMs: 2_000,
  })
}

function presentUser(
  {kind, metadata}: ImageUser['workload'],
  image: UsedImage,
  snapshot: Snapshot,
): ImageUser | undefined {
  return imageUsers(image, snapshot).find(
    ({workload}) =>
      workload.kind === kind &&
      workload.metadata.name === metadata.name &&
      workload.metadata.namespace === metadata.namespace,
  )
}

/** The pods of the workload that were made with this content. */
function newPods(workload: ImageUser['workload'], image: UsedImage, snapshot: Snapshot): PodObject[] {
  const isNew = (pod: PodObject) => usingContainers(pod.spec, image).every(({digest}) => digest === image.digest)
  return podsOf(presentUser(workload, image, snapshot)?.workload ?? workload, snapshot).filter(isNew)
}

function onlyOnDelete(workload: ImageUser['workload']): RdeError {
  const {namespace, name, labels = {}} = workload.metadata
  const selector = Object.entries(workload.spec.selector.matchLabels ?? labels).map(([key, value]) => `${key}=${value}`)
  return new RdeError(`${describeWorkload(workload)} replaces its pods only when they are deleted (OnDelete).`, {
    code: 'RDE_ROLLOUT_ON_DELETE',
    remedies: [
      {
        what: `Delete the pods of ${name}`,
        command: `rde kubectl delete pods --namespace ${namespace} --selector ${selector.join(',')}`,
      },
    ],
    outcome: 'The image is on every node, and the next pods will run it.',
  })
}
