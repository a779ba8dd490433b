import {parseImageReference, readImageReference} from '@rde/images/image-reference'
import {repositoryPath} from '@rde/images/registry/registry-names'
import {podsOf} from '@rde/toolchain/snapshot/workload-health'
import type {PodObject, Snapshot, WorkloadObject} from '@rde/toolchain'

/** An image as workloads may name it. */
export interface UsedImage {
  readonly reference: string
  readonly digest: string
  /** Of its configuration, where that is known. */
  readonly configDigest?: string | undefined
  /** Hosts that lead to the cluster's registry: `rde-registry.localhost:5111`. */
  readonly registryHosts: readonly string[]
}

/** One container that names the image. */
interface UsingContainer {
  readonly name: string
  readonly kind: 'containers' | 'initContainers'
  readonly image: string
}

export interface ImageUser {
  readonly workload: WorkloadObject
  readonly containers: readonly UsingContainer[]
}

/** The workloads whose pods are made with this image, by whichever of its names, with or without a digest. */
export function imageUsers(image: UsedImage, {workloads}: Snapshot): ImageUser[] {
  return workloads.flatMap((workload) => {
    const containers = usingContainers(workload.spec.template?.spec, image)
    return containers.length === 0 ? [] : [{workload, containers}]
  })
}

/** Pods that run it and belong to no workload that could be rolled out: those of Jobs and of nobody. */
export function loosePods(image: UsedImage, survey: Snapshot): PodObject[] {
  const owned = new Set(survey.workloads.flatMap((workload) => podsOf(workload, survey)))
  return survey.pods.filter(
    (pod) =>
      !owned.has(pod) &&
      // Those that a rollout replaced, say: they are on their way out, and nobody's trouble.
      pod.metadata.deletionTimestamp === undefined &&
      !['Succeeded', 'Failed'].includes(pod.status?.phase ?? '') &&
      usingContainers(pod.spec, image).length > 0,
  )
}

/** The containers of such a pod that name the image. */
export function usingContainers(spec: PodObject['spec'], image: UsedImage): UsingContainer[] {
  const kinds = ['containers', 'initContainers'] as const
  return kinds.flatMap((kind) =>
    (spec?.[kind] ?? []).flatMap(({name = '', image: named = ''}) =>
      names(named, image) ? [{name, kind, image: named}] : [],
    ),
  )
}

/** Whether a text names the image: `x:1`, `docker.io/library/x:1`, `x:1@sha256:…`, or by the cluster's registry. */
function names(text: string, {reference, registryHosts}: UsedImage): boolean {
  const plain = text.replace(/@sha256:[0-9a-f]+$/, '')
  // `x@sha256:…` without a tag names content, and nobody knows of which tag.
  const tagless = plain !== text && !plain.slice(plain.lastIndexOf('/') + 1).includes(':')
  const read = tagless ? undefined : readImageReference(plain)
  if (read === undefined) return false
  if (read.canonical === parseImageReference(reference).canonical) return true
  return registryHosts.includes(read.host) && `${read.repository}:${read.tag}` === repositoryPath(reference)
}

/** `Deployment default/hello` */
export function describeWorkload({kind, metadata: {namespace, name}}: WorkloadObject): string {
  return `${kind} ${namespace}/${name}`
}
