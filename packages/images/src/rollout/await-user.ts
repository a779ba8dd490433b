import {RdeError} from '@rde/errors'
import {waitForSnapshot} from '@rde/toolchain/snapshot/wait-for-snapshot'
import {podsOf} from '@rde/toolchain/snapshot/workload-health'
import type {Snapshot, SnapshotLoop} from '@rde/toolchain'

import type {ImageContext} from '../image-context.js'
import {describeWorkload, imageUsers, usingContainers, type ImageUser, type UsedImage} from './image-users.js'
import {contentLack} from './user-state.js'

interface AwaitContext extends Pick<ImageContext, 'kubectl' | 'signal' | 'report'> {
  readonly snapshots: SnapshotLoop
  /** Resolves when it is likely to be done. */
  readonly hint?: Promise<unknown>
}

/** Waits until all pods of the workload run the content, or one of them says why it never will. */
export async function awaitUser(
  {workload}: ImageUser,
  image: UsedImage,
  {snapshots, hint, kubectl, signal, report}: AwaitContext,
): Promise<void> {
  if (workload.spec.updateStrategy?.type === 'OnDelete') throw onlyOnDelete(workload)
  const {namespace} = workload.metadata
  const now = (snapshot: Snapshot) =>
    imageUsers(image, snapshot).find((user) => user.workload.metadata.name === workload.metadata.name && sameKind(user))
  const sameKind = (user: ImageUser) =>
    user.workload.kind === workload.kind && user.workload.metadata.namespace === namespace
  const lack = (snapshot: Snapshot) => {
    const user = now(snapshot)
    const missing = user === undefined ? undefined : contentLack(user, image, snapshot)
    return missing === undefined ? undefined : `${describeWorkload(workload)}, which ${missing}`
  }
  // Troubles of other pods, those of the content before included, are no reason to give up.
  const ours = {
    now: async () => onlyNewPods(await snapshots.now(), now, image),
    expire: () => snapshots.expire(),
  }
  await waitForSnapshot(lack, {snapshots: ours, kubectl, namespaces: [namespace], signal, report, ...(hint && {hint})})
}

function onlyNewPods(
  snapshot: Snapshot,
  now: (snapshot: Snapshot) => ImageUser | undefined,
  image: UsedImage,
): Snapshot {
  const user = now(snapshot)
  if (user === undefined) return {...snapshot, pods: [], jobs: []}
  const isNew = (pod: Snapshot['pods'][number]) =>
    usingContainers(pod.spec, image).every(({digest}) => digest === undefined || digest === image.digest)
  const all = podsOf(user.workload, snapshot)
  const old = all.filter((pod) => !isNew(pod))
  const healthyOld = new Set(old.filter(({status}) => status?.phase === 'Running'))
  return {...snapshot, pods: all.filter((pod) => isNew(pod) || healthyOld.has(pod)), jobs: []}
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
