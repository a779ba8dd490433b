import {podsOf} from '@rde/toolchain/snapshot/workload-health'
import type {PodObject, Snapshot, WorkloadObject} from '@rde/toolchain'

import {ImageReference} from '../image-reference.js'

/** An image as workloads may name it. */
export interface UsedImage {
  readonly reference: ImageReference
  readonly digest: string
  /** The digest of its configuration, if known. */
  readonly configDigest?: string | undefined
  /** Hosts of the cluster's registry: `rde-registry.localhost:5111`. */
  readonly registryHosts: readonly string[]
  /** The name that pods must use, if it differs from the author's. */
  readonly podName?: string | undefined
}

/** One container that names the image. */
export interface UsingContainer {
  readonly name: string
  readonly kind: 'containers' | 'initContainers'
  /** As written by the author. */
  readonly image: string
  /** Undefined if it only names a tag. */
  readonly digest: string | undefined
}

export interface RunningContainer {
  readonly namespace: string
  readonly pod: string
  readonly container: string
}

export interface ImageUser {
  readonly workload: WorkloadObject
  readonly containers: readonly UsingContainer[]
}

/** The workloads whose pods use this image, under any of its names, with or without a digest. */
export function imageUsers(image: UsedImage, {workloads}: Snapshot): ImageUser[] {
  return workloads.flatMap((workload) => {
    const containers = usingContainers(workload.spec.template?.spec, image)
    return containers.length === 0 ? [] : [{workload, containers}]
  })
}

/** The workloads and single pods that use an image: `Deployment default/hello`. */
export function describeUsers(image: UsedImage, snapshot: Snapshot): string[] {
  const pods = unownedPods(image, snapshot).map(({metadata: {namespace, name}}) => `Pod ${namespace}/${name}`)
  return [...imageUsers(image, snapshot).map(({workload}) => describeWorkload(workload)), ...pods]
}

/** Pods that use the image and are not owned by a Deployment, StatefulSet or DaemonSet. */
export function unownedPods(image: UsedImage, snapshot: Snapshot): PodObject[] {
  const owned = new Set(snapshot.workloads.flatMap((workload) => podsOf(workload, snapshot)))
  return snapshot.pods.filter(
    (pod) =>
      !owned.has(pod) &&
      // Being deleted, for example after a rollout.
      pod.metadata.deletionTimestamp === undefined &&
      !['Succeeded', 'Failed'].includes(pod.status?.phase ?? '') &&
      usingContainers(pod.spec, image).length > 0,
  )
}

/** The containers that use the image, including ended ones, in all pods that are not being deleted. */
export function containersUsing(image: UsedImage, {pods}: Pick<Snapshot, 'pods'>): RunningContainer[] {
  const present = pods.filter(({metadata}) => metadata.deletionTimestamp === undefined)
  return present.flatMap(({metadata: {name: pod, namespace}, spec}) =>
    usingContainers(spec, image).map(({name: container}) => ({namespace, pod, container})),
  )
}

/** The containers in this pod spec that name the image. */
export function usingContainers(spec: PodObject['spec'], image: UsedImage): UsingContainer[] {
  const kinds = ['containers', 'initContainers'] as const
  return kinds.flatMap((kind) =>
    (spec?.[kind] ?? []).flatMap(({name = '', image: text = ''}) => {
      const named = ImageReference.read(text)
      return named !== undefined && names(named, image) ? [{name, kind, image: text, digest: named.digest}] : []
    }),
  )
}

/** Whether a name refers to the image: `x:1`, `docker.io/library/x:1`, `x:1@sha256:…`, or its name in the registry. */
function names(named: ImageReference, {reference, registryHosts}: UsedImage): boolean {
  // `x@sha256:…` without a tag names content; its tag is unknown.
  if (named.tag === undefined) return false
  const plain = named.withoutDigest()
  // A registry may include a path: `registry.example/team`.
  const inRegistry = registryHosts.map((host) => `${host}/${reference.path}`)
  return plain.equals(reference) || inRegistry.includes(`${plain.host}/${plain.path}`)
}

/** `Deployment default/hello` */
export function describeWorkload({kind, metadata: {namespace, name}}: WorkloadObject): string {
  return `${kind} ${namespace}/${name}`
}
