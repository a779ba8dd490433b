import {podsOf, missingOfWorkload} from '@rde/toolchain/snapshot/workload-health'
import type {PodObject, Snapshot, WorkloadObject} from '@rde/toolchain'

import {usingContainers, type ImageUser, type UsedImage, type UsingContainer} from './image-users.js'

/** Whether a Helm release or an operator manages the workload and would undo our patch. */
export function isManaged({metadata}: WorkloadObject): boolean {
  const {ownerReferences = [], annotations = {}, labels = {}} = metadata
  const byLabel = labels['app.kubernetes.io/managed-by'] !== undefined
  return byLabel || ownerReferences.length > 0 || annotations['meta.helm.sh/release-name'] !== undefined
}

/** Whether the pods of the workload run the current content of the image, and new pods would too. */
export function runsContent({workload, containers}: ImageUser, image: UsedImage, snapshot: Snapshot): boolean {
  if (containers.some((container) => isPinnedElsewhere(container, image))) return false
  return podsOf(workload, snapshot).every((pod) => podRuns(pod, image))
}

/** Why the workload does not run the content, as part of a sentence; undefined if it does. */
export function missingContent(user: ImageUser, image: UsedImage, snapshot: Snapshot): string | undefined {
  const {kind, metadata} = user.workload
  const other = user.containers.find((container) => isPinnedElsewhere(container, image))
  if (other !== undefined) return `still names ${other.image.slice(0, -52)}…`
  const missing = missingOfWorkload({kind, namespace: metadata.namespace, name: metadata.name}, snapshot)
  if (missing === 'is scaled to 0') return undefined
  return missing ?? (runsContent(user, image, snapshot) ? undefined : 'has pods that run its earlier content')
}

/** A pod with the digest can run nothing else; for a pod with a tag, the runtime reports the content. */
function podRuns(pod: PodObject, image: UsedImage): boolean {
  const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])]
  return usingContainers(pod.spec, image).every(({name, digest: pinned}) => {
    if (pinned !== undefined) return pinned === image.digest
    const runs = statuses.find((status) => status.name === name)?.imageID ?? ''
    return [image.digest, image.configDigest].some((digest) => digest !== undefined && runs.endsWith(digest))
  })
}

function isPinnedElsewhere({digest}: UsingContainer, image: UsedImage): boolean {
  return digest !== undefined && digest !== image.digest
}
