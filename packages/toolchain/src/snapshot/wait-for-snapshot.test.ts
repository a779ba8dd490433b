import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import {Kubectl} from '../wrappers/kubectl.js'

import type {PodObject} from './objects.js'
import {emptySnapshot} from '../testing/empty-snapshot.js'

import {SnapshotLoop} from './snapshot-loop.js'
import type {Snapshot} from './snapshot.js'
import {waitForSnapshot} from './wait-for-snapshot.js'

const waitingPod = (reason: string, message = ''): PodObject => ({
  kind: 'Pod',
  metadata: {name: 'p', namespace: 'n', uid: 'u'},
  status: {containerStatuses: [{name: 'main', state: {waiting: {reason, message}}}]},
})

function waiting(snapshots: Snapshot[], lines: string[] = []) {
  const take = async () => (snapshots.length > 1 ? snapshots.shift()! : snapshots[0]!)
  const kubectl = new Kubectl(new ScriptedProcessRunner(), {kubeconfig: '/none'})
  const signal = AbortSignal.timeout(10_000)
  return {
    snapshots: new SnapshotLoop(take),
    kubectl,
    namespaces: ['n'],
    signal,
    report: (line: string) => lines.push(line),
  }
}

describe('waitForSnapshot', () => {
  it('resolves as soon as nothing is missing', async () => {
    const lines: string[] = []
    let missing = 2
    await waitForSnapshot(() => (missing-- > 0 ? 'the pod' : undefined), waiting([emptySnapshot], lines))
    expect(lines).to.deep.equal(['waiting for the pod'])
  })

  it('takes a new snapshot as soon as the hint resolves', async () => {
    let missing = 1
    const hint = Promise.resolve()
    const after = {...emptySnapshot, pods: [waitingPod('')]}
    const snapshots: Snapshot[] = []
    const seen = (snapshot: Snapshot) => (snapshots.push(snapshot), missing-- > 0 ? 'the pod' : undefined)
    await waitForSnapshot(seen, {...waiting([emptySnapshot, after]), hint})
    expect(snapshots).to.deep.equal([emptySnapshot, after])
  })

  it("rejects at once with a pod's own message where waiting does not help", async () => {
    const invalid = {...emptySnapshot, pods: [waitingPod('InvalidImageName', 'invalid reference format')]}
    const error = await waitForSnapshot(() => 'the pod', waiting([invalid])).catch((thrown: Error) => thrown)
    expect(error).to.have.property('code', 'RDE_CANNOT_HEAL')
    expect(error)
      .to.have.property('message')
      .that.contains('container main of p in n: InvalidImageName: invalid reference format')
  })

  it('ignores pods of other namespaces', async () => {
    const elsewhere = {...waitingPod('InvalidImageName'), metadata: {name: 'p', namespace: 'other', uid: 'u'}}
    let missing = 1
    await waitForSnapshot(
      () => (missing-- > 0 ? 'the pod' : undefined),
      waiting([{...emptySnapshot, pods: [elsewhere]}]),
    )
  })

  it('rejects when a Job failed for good', async () => {
    const job = {
      kind: 'Job' as const,
      metadata: {name: 'init', namespace: 'n'},
      status: {conditions: [{type: 'Failed', status: 'True', message: 'BackoffLimitExceeded'}]},
    }
    const error = await waitForSnapshot(() => 'it', waiting([{...emptySnapshot, jobs: [job]}])).catch(
      (thrown: Error) => thrown,
    )
    expect(error).to.have.property('message').that.contains('Job init in n: failed: BackoffLimitExceeded')
  })
})
