import type {Kubectl, WorkloadObject} from '@rde/toolchain'

import {usingContainers, type ImageUser, type UsedImage} from './image-users.js'

interface WatchContext {
  readonly kubectl: Pick<Kubectl, 'watch'>
  readonly signal: AbortSignal
}

/**
 * Resolves once a Deployment has this content and its rollout is over, up to a second before a snapshot shows it; never if
 * that cannot be watched.
 */
export async function watchRollout(
  {workload: {kind, metadata}}: ImageUser,
  image: UsedImage,
  {kubectl, signal}: WatchContext,
): Promise<void> {
  const {namespace, name} = metadata
  if (kind !== 'Deployment') return never()
  const seen = new AbortController()
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments?fieldSelector=metadata.name%3D${name}`
  const onEvent = ({object}: {readonly object: WorkloadObject}) => {
    if (isRolledOut(object, image)) seen.abort()
  }
  await kubectl.watch<WorkloadObject>(path, onEvent, AbortSignal.any([signal, seen.signal])).catch(() => {})
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
