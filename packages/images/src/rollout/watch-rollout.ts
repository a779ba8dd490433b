import type {Kubectl, WorkloadObject} from '@rde/toolchain'

import {areProbed, startMs} from './crash-loop.js'
import {usingContainers, type ImageUser, type UsedImage} from './image-users.js'

interface WatchContext {
  readonly kubectl: Pick<Kubectl, 'watch'>
  readonly signal: AbortSignal
  /** How long it must stay so where no probe decides. */
  readonly steadyMs?: number
}

/**
 * Resolves once a workload has this content and its rollout is over, and stays so; never if that cannot be watched.
 */
export async function watchRollout(
  {workload: {kind, metadata}}: ImageUser,
  image: UsedImage,
  {kubectl, signal, steadyMs = startMs}: WatchContext,
): Promise<void> {
  const {namespace, name} = metadata
  const seen = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const path = `/apis/apps/v1/namespaces/${namespace}/${kind.toLowerCase()}s?fieldSelector=metadata.name%3D${name}`
  const onEvent = ({object}: {readonly object: WorkloadObject}) => {
    clearTimeout(timer)
    if (!isRolledOut(object, image)) return
    timer = setTimeout(() => seen.abort(), areProbed(object.spec.template?.spec ?? {}) ? 0 : steadyMs)
  }
  await kubectl.watch<WorkloadObject>(path, onEvent, AbortSignal.any([signal, seen.signal])).catch(() => {})
  clearTimeout(timer)
  if (!seen.signal.aborted) await never()
}

function isRolledOut({kind, metadata, spec, status = {}}: WorkloadObject, image: UsedImage): boolean {
  const containers = usingContainers(spec?.template?.spec, image)
  if (containers.length === 0 || containers.some(({digest}) => digest !== image.digest)) return false
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return false
  const {desiredNumberScheduled = 0, updatedNumberScheduled = 0, numberReady = 0} = status
  if (kind === 'DaemonSet') return Math.min(updatedNumberScheduled, numberReady) >= desiredNumberScheduled
  const {updatedReplicas = 0, readyReplicas = 0, replicas = 0} = status
  return Math.min(updatedReplicas, readyReplicas) >= (spec.replicas ?? 1) && replicas <= updatedReplicas
}

function never(): Promise<never> {
  return new Promise(() => {})
}
