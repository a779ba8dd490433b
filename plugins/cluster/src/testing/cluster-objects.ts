import {recordedCall} from '@rde/process-runner/testing'
import type {ContainerStatus, JobObject, PodObject, WorkloadObject} from '@rde/toolchain'

type State = NonNullable<ContainerStatus['state']>

const recorded = JSON.parse(recordedCall('kubectl running.get').stdout) as {items: ReadonlyArray<{kind: string}>}
const ofKind = (kind: string) => recorded.items.find((object) => object.kind === kind)
const coredns = {deployment: ofKind('Deployment') as WorkloadObject, pod: ofKind('Pod') as PodObject}

/** A time before the nodes of the recording were started: the API still shows the pods from then. */
const beforeTheStart = '2026-11-23T22:00:00Z'

/** For tests: objects as the API returns them, made from recorded ones. Paths are `namespace/name`. */
export const clusterObjects = {
  /** A Deployment whose one pod is ready. */
  running: (path: string) => [deployment(path, 1), pod(path)],
  scaledToZero: (path: string) => [deployment(path, 0)],
  /** As the API shows it right after a start of the nodes. */
  fromBefore: (path: string) => [deployment(path, 1), pod(path, {running: {startedAt: beforeTheStart}})],
  /** A Deployment whose pod waits. */
  waiting: (path: string, reason: string, message: string) => [
    deployment(path, 1),
    pod(path, {waiting: {reason, message}}),
  ],
  pod: (path: string) => [pod(path)],
  complete: (path: string): JobObject[] => [
    {kind: 'Job', metadata: named(path), status: {conditions: [{type: 'Complete', status: 'True'}]}},
  ],
  namespaces: (...names: string[]) => names.map((name) => ({kind: 'Namespace', metadata: {name}})),
  /** The ConfigMap with the record of a component. */
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

function named(path: string): {namespace: string; name: string} {
  const [namespace = '', name = ''] = path.split('/')
  return {namespace, name}
}

function deployment(path: string, replicas: number): WorkloadObject {
  const {metadata, spec, status} = coredns.deployment
  const selector = {matchLabels: {app: named(path).name}}
  return {
    kind: 'Deployment',
    metadata: {...metadata, ...named(path)},
    spec: {...spec, replicas, selector},
    status: status!,
  }
}

function pod(path: string, state?: State): PodObject {
  const {metadata, spec, status} = coredns.pod
  const labels = {app: named(path).name}
  const containerStatuses = status?.containerStatuses?.map((one) => ({...one, state: state ?? one.state!})) ?? []
  const conditions = state?.waiting ? [{type: 'Ready', status: 'False'}] : status!.conditions!
  return {
    kind: 'Pod',
    metadata: {...metadata, ...named(path), labels},
    spec: spec!,
    status: {...status, conditions, containerStatuses},
  }
}
