import {expect} from 'chai'

import {emptySnapshot} from '../testing/empty-snapshot.js'

import type {PodObject, WorkloadObject} from './objects.js'
import type {Snapshot} from './snapshot.js'
import {missingOfWorkload} from './workload-health.js'

const nodeStart = new Date('2026-11-23T10:00:00.500Z')
const after = '2026-11-23T10:00:07Z'
const before = '2026-11-23T09:00:00Z'

const pod = (startedAt: string, ready = 'True'): PodObject => ({
  kind: 'Pod',
  metadata: {name: 'api-1', namespace: 'n', uid: 'u', labels: {app: 'api'}},
  spec: {nodeName: 'node'},
  status: {
    phase: 'Running',
    conditions: [{type: 'Ready', status: ready}],
    containerStatuses: [{name: 'main', state: {running: {startedAt}}}],
  },
})

const deployment = (
  more: Partial<WorkloadObject['spec']> = {},
  status: WorkloadObject['status'] = {observedGeneration: 1, updatedReplicas: 1},
): WorkloadObject => ({
  kind: 'Deployment',
  metadata: {name: 'api', namespace: 'n', generation: 1},
  spec: {replicas: 1, selector: {matchLabels: {app: 'api'}}, ...more},
  status,
})

function snapshot(parts: Partial<Snapshot>): Snapshot {
  return {...emptySnapshot, startedAt: new Map([['node', nodeStart]]), ...parts}
}

const wanted = {kind: 'Deployment', namespace: 'n', name: 'api'} as const
const missing = (workloads: WorkloadObject[], pods: PodObject[]) =>
  missingOfWorkload(wanted, snapshot({workloads, pods}))

describe('missingOfWorkload', () => {
  it('returns undefined for a Deployment whose pod is ready', () => {
    expect(missing([deployment()], [pod(after)])).to.equal(undefined)
  })

  it('ignores a pod from before the start of its node', () => {
    expect(missing([deployment()], [pod(before)])).to.equal('has 0 of 1 pods ready')
  })

  it('reports a missing Deployment', () => {
    expect(missing([], [])).to.equal('is not there')
  })

  it('reports a Deployment that is scaled to 0, which Kubernetes calls Available', () => {
    expect(missing([deployment({replicas: 0})], [])).to.equal('is scaled to 0')
  })

  it('waits for the controller to observe a change', () => {
    expect(missing([deployment({}, {observedGeneration: 0, updatedReplicas: 1})], [pod(after)])).to.equal(
      'was changed just now',
    )
  })

  it('does not count old pods as updated ones', () => {
    const rolling = deployment({}, {observedGeneration: 1, replicas: 2, updatedReplicas: 1})
    expect(missing([rolling], [pod(after), pod(after, 'False')])).to.equal('still has 1 old pods')
  })

  it('waits for updated pods', () => {
    expect(missing([deployment({}, {observedGeneration: 1, updatedReplicas: 0})], [pod(after)])).to.equal(
      'has 0 of 1 updated pods',
    )
  })

  it('does not count a pod that runs and is not ready', () => {
    expect(missing([deployment()], [pod(after, 'False')])).to.equal('has 0 of 1 pods ready')
  })

  it('does not count a pod that is being deleted', () => {
    const deleted = pod(after)
    expect(missing([deployment()], [{...deleted, metadata: {...deleted.metadata, deletionTimestamp: after}}])).to.equal(
      'has 0 of 1 pods ready',
    )
  })

  it('requires a Job to be complete', () => {
    const job = (type: string) => ({
      kind: 'Job' as const,
      metadata: {name: 'init', namespace: 'n'},
      status: {conditions: [{type, status: 'True'}]},
    })
    const name = {kind: 'Job', namespace: 'n', name: 'init'} as const
    expect(missingOfWorkload(name, snapshot({jobs: [job('Complete')]}))).to.equal(undefined)
    expect(missingOfWorkload(name, snapshot({jobs: [job('Failed')]}))).to.equal('is not complete')
  })

  it('requires a pod to run, but not to be ready', () => {
    const name = {kind: 'Pod', namespace: 'n', name: 'api-1'} as const
    expect(missingOfWorkload(name, snapshot({pods: [pod(after, 'False')]}))).to.equal(undefined)
    expect(missingOfWorkload(name, snapshot({pods: []}))).to.equal('is not there')
  })

  it('does not count a pod that is being deleted, though it still runs', () => {
    const name = {kind: 'Pod', namespace: 'n', name: 'api-1'} as const
    const running = pod(after)
    const deleted = {...running, metadata: {...running.metadata, deletionTimestamp: after}}
    expect(missingOfWorkload(name, snapshot({pods: [deleted]}))).to.equal('is being deleted')
  })
})

describe('missingOfWorkload, with unknown node starts', () => {
  it('trusts the API state of a pod', () => {
    const state = {running: {startedAt: '2026-01-01T00:00:00Z'}}
    const pod = {
      ...({kind: 'Pod', metadata: {namespace: 'a', name: 'p', uid: '1'}, spec: {nodeName: 'theirs'}} as const),
      status: {phase: 'Running', containerStatuses: [{name: 'main', state}]},
    }
    const wanted = {kind: 'Pod', namespace: 'a', name: 'p'} as const
    expect(missingOfWorkload(wanted, {...emptySnapshot, pods: [pod]})).to.equal(undefined)
  })
})
