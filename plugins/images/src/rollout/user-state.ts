import {podsOf, missingOfWorkload} from '@rde/toolchain/snapshot/workload-health'
import type {PodObject, Snapshot, WorkloadObject} from '@rde/toolchain'

import {usingContainers, type ImageUser, type UsedImage} from './image-users.js'

/** Made by a Helm release, or by an operator that such a release runs: a patch of ours would be undone. */
export function isManaged({metadata}: WorkloadObject): boolean {
  const {ownerReferences = [], annotations = {}, labels = {}} = metadata
  const byLabel = labels['app.kubernetes.io/managed-by'] !== undefined
  return byLabel || ownerReferences.length > 0 || annotations['meta.helm.sh/release-name'] !== undefined
}

/** Whether the workload is so that new pods of it run the image's present content, and those that there are do. */
export function runsContent({workload, containers}: ImageUser, image: UsedImage, survey: Snapshot): boolean {
  if (containers.some(({image: named}) => isPinned(named) && !named.endsWith(`@${image.digest}`))) return false
  return podsOf(workload, survey).every((pod) => podRuns(pod, image))
}

/** What keeps it from running the content, in the middle of a sentence; undefined if nothing does. */
export function contentLack(user: ImageUser, image: UsedImage, survey: Snapshot): string | undefined {
  const {kind, metadata} = user.workload
  const unpinned = user.containers.find(({image: named}) => isPinned(named) && !named.endsWith(`@${image.digest}`))
  if (unpinned !== undefined) return `still names ${unpinned.image.slice(0, -52)}…`
  const lack = missingOfWorkload({kind, namespace: metadata.namespace, name: metadata.name}, survey)
  if (lack === 'is scaled to 0') return undefined
  return lack ?? (runsContent(user, image, survey) ? undefined : 'has pods that run its earlier content')
}

/** A pod that was made with the digest can run nothing else; of one that names a tag the runtime says what it runs. */
function podRuns(pod: PodObject, image: UsedImage): boolean {
  const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])]
  return usingContainers(pod.spec, image).every(({name, image: named}) => {
    if (isPinned(named)) return named.endsWith(`@${image.digest}`)
    const runs = statuses.find((status) => status.name === name)?.imageID ?? ''
    return [image.digest, image.configDigest].some((digest) => digest !== undefined && runs.endsWith(digest))
  })
}

function isPinned(named: string): boolean {
  return named.includes('@sha256:')
}
