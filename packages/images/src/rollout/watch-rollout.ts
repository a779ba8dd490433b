import type {Kubectl, WorkloadObject} from '@rde/toolchain'

import {usingContainers, type ImageUser, type UsedImage} from './image-users.js'

interface WatchContext {
  readonly kubectl: Pick<Kubectl, 'watch'>
  readonly signal: AbortSignal
  /** How long it must stay so: a container that ends at once is ready for a moment. */
  readonly steadyMs?: number
}

/**
 * Resolves once a Deployment has this content and its rollout is over; never if that cannot be watched.
 */
export async function watchRollout(
  {workload: {kind, metadata}}: ImageUser,
  image: UsedImage,
  {kubectl, signal, steadyMs = 1_000}: WatchContext,
): Promise<void> {
  const {namespace, name} = metadata
  if (kind !== 'Deployment') return never()
  const seen = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments?fieldSelector=metadata.name%3D${name}`
  const onEvent = ({object}: {readonly object: WorkloadObject}) => {
    clearTimeout(timer)
    if (isRolledOut(object, image)) timer = setTimeout(() => seen.abort(), steadyMs)
  }
  await kubectl.watch<WorkloadObject>(path, onEvent, AbortSignal.any([signal, seen.signal])).catch(() => {})
  clearTimeout(timer)
  if (!seen.signal.aborted) await never()
}

function isRolledOut({metadata, spec, status = {}}: WorkloadObject, image: UsedImage): boolean {
  const containers = usingContainers(spec?.template?.spec, image)
  if (containers.length === 0 || containers.some(({digest}) => digest !== image.digest)) return false
  const {observedGeneration = 0, updatedReplicas = 0, readyReplicas = 0, replicas = 0} = status
  const wanted = spec.replicas ?? 1
  const isNewest = observedGeneration >= (metadata.generation ?? 0) && updatedReplicas >= wanted
  return isNewest && replicas <= updatedReplicas && readyReplicas >= wanted
}

function never(): Promise<never> {
  return new Promise(() => {})
}
