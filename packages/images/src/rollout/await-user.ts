import {RdeError} from '@rde/errors'
import {waitForSnapshot} from '@rde/toolchain/snapshot/wait-for-snapshot'
import {podsOf} from '@rde/toolchain/snapshot/workload-health'
import type {PodObject, Snapshot, SnapshotLoop} from '@rde/toolchain'

import type {ImageContext} from '../context/image-context.js'
import {refuseCrashLoop} from './crash-loop.js'
import {describeWorkload, imageUsers, usingContainers, type ImageUser, type UsedImage} from './image-users.js'
import {haveRun, StartedContainers} from './started-containers.js'
import {missingContent} from './user-state.js'

interface AwaitContext extends Pick<ImageContext, 'kubectl' | 'docker' | 'nodes' | 'signal' | 'report'> {
  readonly snapshots: Pick<SnapshotLoop, 'now' | 'expire'>
  /** Resolves once the rollout is complete; on nodes that rde does not manage, once it has remained complete. */
  readonly over: Promise<unknown>
}

/** Waits until all pods of the workload run the content. Throws if one of them never will. */
export async function awaitUser(
  {workload}: ImageUser,
  image: UsedImage,
  {snapshots, over, kubectl, docker, nodes, signal, report}: AwaitContext,
): Promise<void> {
  if (workload.spec.updateStrategy?.type === 'OnDelete') throw onlyOnDelete(workload)
  const {namespace} = workload.metadata
  const started = new StartedContainers()
  let isOver = false
  const hint = over.then(() => (isOver = true))
  let snapshot: Snapshot | undefined
  let pods: readonly PodObject[] = []
  let areProved = false
  const missing = () => {
    const user = snapshot && presentUser(workload, image, snapshot)
    const reason = user && (missingContent(user, image, snapshot!) ?? started.missing(pods, areProved))
    return reason && `${describeWorkload(workload)}, which ${reason}`
  }
  // Ignore problems of other pods, including pods of the previous content.
  const ours = {
    async now() {
      snapshot = await snapshots.now()
      pods = newPods(workload, image, snapshot)
      await refuseCrashLoop(pods, image.reference, kubectl)
      areProved = isOver && (nodes.length === 0 || (await haveRun(pods, {nodes, docker, signal})))
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
    // Each check costs a busy machine as much time as the rollout itself, and none succeeds before the hint.
    pauseMs: 2_000,
    firstPauseMs: 2_000,
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

/** The pods of the workload that were created with this content. */
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
