import type {PodObject, Snapshot, WorkloadObject} from '@rde/toolchain'
import {emptySnapshot} from '@rde/toolchain/testing/empty-snapshot'

export const digestA = `sha256:${'a'.repeat(64)}`
export const digestB = `sha256:${'b'.repeat(64)}`

/** For tests: a Deployment `hello` with one container, which has a probe. */
export function deployment(image: string, more: Partial<WorkloadObject['metadata']> = {}): WorkloadObject {
  return {
    kind: 'Deployment',
    metadata: {name: 'hello', namespace: 'default', generation: 1, ...more},
    spec: {
      replicas: 1,
      selector: {matchLabels: {app: 'hello'}},
      template: {spec: {containers: [{name: 'main', image, readinessProbe: {}}]}},
    },
    status: {observedGeneration: 1, updatedReplicas: 1},
  }
}

/** For tests: a pod of it that runs this digest according to the kubelet. */
export function pod(image: string, digest: string, name = 'hello-1'): PodObject {
  const startedAt = '2026-01-01T00:00:10Z'
  return {
    kind: 'Pod',
    metadata: {name, namespace: 'default', uid: name, labels: {app: 'hello'}},
    spec: {nodeName: 'node', containers: [{name: 'main', image, readinessProbe: {}}]},
    status: {
      phase: 'Running',
      conditions: [{type: 'Ready', status: 'True'}],
      containerStatuses: [
        {name: 'main', ready: true, imageID: `docker.io/library/x@${digest}`, state: {running: {startedAt}}},
      ],
    },
  }
}

/** For tests: the output of a watch on the Deployment once its rollout is complete. */
export function watching(image: string): {readonly prints: string} {
  const status = {observedGeneration: 1, updatedReplicas: 1, readyReplicas: 1, replicas: 1}
  return {prints: `${JSON.stringify({type: 'MODIFIED', object: {...deployment(image), status}})}\n`}
}

export function snapshot(workloads: readonly WorkloadObject[], pods: readonly PodObject[]): Snapshot {
  const startedAt = new Map([['node', new Date('2026-01-01T00:00:00Z')]])
  return {...emptySnapshot, workloads, pods, startedAt}
}
