import {missingOfRollout} from '@rde/toolchain/snapshot/workload-health'
import type {Kubectl, WorkloadObject} from '@rde/toolchain'

import {areProbed} from './started-containers.js'
import {usingContainers, type ImageUser, type UsedImage} from './image-users.js'

interface WatchContext {
  readonly kubectl: Pick<Kubectl, 'watch'>
  readonly signal: AbortSignal
  /** How long the rollout must remain complete if no probe decides. */
  readonly steadyMs: number
}

/**
 * Resolves once a workload has this content and its rollout is complete and remains so. Never resolves if the watch
 * fails.
 */
export async function watchRollout(
  {workload: {kind, metadata}}: ImageUser,
  image: UsedImage,
  {kubectl, signal, steadyMs}: WatchContext,
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

function isRolledOut(workload: WorkloadObject, image: UsedImage): boolean {
  const containers = usingContainers(workload.spec?.template?.spec, image)
  if (containers.length === 0 || containers.some(({digest}) => digest !== image.digest)) return false
  const ready = workload.kind === 'DaemonSet' ? workload.status?.numberReady : workload.status?.readyReplicas
  return [undefined, 'is scaled to 0'].includes(missingOfRollout(workload, ready ?? 0))
}

function never(): Promise<never> {
  return new Promise(() => {})
}
