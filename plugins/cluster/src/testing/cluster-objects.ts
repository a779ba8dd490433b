import {recordedCall} from '@rde/process-runner/testing'
import type {ContainerStatus, JobObject, PodObject, WorkloadObject} from '@rde/toolchain'

type State = NonNullable<ContainerStatus['state']>

const recorded = JSON.parse(recordedCall('kubectl running.get').stdout) as {items: ReadonlyArray<{kind: string}>}
const ofKind = (kind: string) => recorded.items.find((object) => object.kind === kind)
const coredns = {deployment: ofKind('Deployment') as WorkloadObject, pod: ofKind('Pod') as PodObject}

/** Before the nodes of the recording were started, to which the API still shows the pods of then. */
const beforeTheStart = '2026-11-23T22:00:00Z'

/** For tests: what the API tells of objects, made of those that were recorded. Places are `namespace/name`. */
export const clusterObjects = {
  /** A Deployment whose one pod is ready. */
  running: (place: string) => [deployment(place, 1), pod(place)],
  scaledToZero: (place: string) => [deployment(place, 0)],
  /** As the API shows it right after a start of the nodes. */
  fromBefore: (place: string) => [deployment(place, 1), pod(place, {running: {startedAt: beforeTheStart}})],
  /** A Deployment whose pod waits. */
  waiting: (place: string, reason: string, message: string) => [
    deployment(place, 1),
    pod(place, {waiting: {reason, message}}),
  ],
  pod: (place: string) => [pod(place)],
  complete: (place: string): JobObject[] => [
    {kind: 'Job', metadata: named(place), status: {conditions: [{type: 'Complete', status: 'True'}]}},
  ],
  namespaces: (...names: string[]) => names.map((name) => ({kind: 'Namespace', metadata: {name}})),
  /** The ConfigMap in which rde keeps what a component was installed from. */
  record: (record: {readonly id: string}) => ({
    ...{kind: 'ConfigMap', metadata: named(`kube-system/rde-component-${record.id}`)},
    data: {component: JSON.stringify(record)},
  }),
  /** The Secret that relay-core reads Vault's credentials from. */
  vaultSecret: (rootToken: string, unsealKey: string) => ({
    ...{kind: 'Secret', metadata: named('relay-system/vault')},
    data: {'root-token': base64(rootToken), 'unseal-key': base64(unsealKey)},
  }),
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function named(place: string): {namespace: string; name: string} {
  const [namespace = '', name = ''] = place.split('/')
  return {namespace, name}
}

function deployment(place: string, replicas: number): WorkloadObject {
  const {metadata, spec, status} = coredns.deployment
  const selector = {matchLabels: {app: named(place).name}}
  return {
    kind: 'Deployment',
    metadata: {...metadata, ...named(place)},
    spec: {...spec, replicas, selector},
    status: status!,
  }
}

function pod(place: string, state?: State): PodObject {
  const {metadata, spec, status} = coredns.pod
  const labels = {app: named(place).name}
  const containerStatuses = status?.containerStatuses?.map((one) => ({...one, state: state ?? one.state!})) ?? []
  const conditions = state?.waiting ? [{type: 'Ready', status: 'False'}] : status!.conditions!
  return {
    kind: 'Pod',
    metadata: {...metadata, ...named(place), labels},
    spec: spec!,
    status: {...status, conditions, containerStatuses},
  }
}
