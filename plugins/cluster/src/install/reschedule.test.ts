import type {PodObject, Snapshot, WorkloadName} from '@rde/toolchain'
import {emptySnapshot} from '@rde/toolchain/testing/empty-snapshot'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {awaitScheduled, reschedule, unschedulable} from './reschedule.js'

const labels = {app: 'vault'}
const pod = (name: string, reason?: string): PodObject => ({
  kind: 'Pod',
  metadata: {name, namespace: 'n', uid: name, labels},
  status: {phase: 'Pending', conditions: reason ? [{type: 'PodScheduled', status: 'False', reason}] : []},
})
const snapshot = (...pods: PodObject[]): Snapshot => ({
  ...emptySnapshot,
  pods,
  workloads: [
    {kind: 'StatefulSet', metadata: {name: 'vault', namespace: 'n'}, spec: {selector: {matchLabels: labels}}},
  ],
})
const byPod: WorkloadName[] = [{kind: 'Pod', namespace: 'n', name: 'vault-0'}]
const byWorkload: WorkloadName[] = [{kind: 'StatefulSet', namespace: 'n', name: 'vault'}]
const names = (pods: readonly PodObject[]) => pods.map(({metadata}) => metadata.name)

describe('unschedulable', () => {
  it('finds an awaited pod that fits no node', () => {
    expect(names(unschedulable(byPod, snapshot(pod('vault-0', 'Unschedulable'))))).to.deep.equal(['vault-0'])
  })

  it('finds the pods of an awaited workload', () => {
    expect(names(unschedulable(byWorkload, snapshot(pod('vault-0', 'Unschedulable'))))).to.deep.equal(['vault-0'])
  })

  it('leaves alone a pod that the scheduler has not given up on', () => {
    expect(unschedulable(byPod, snapshot(pod('vault-0')))).to.deep.equal([])
  })

  it('leaves alone pods that are not awaited', () => {
    expect(unschedulable(byPod, snapshot(pod('other', 'Unschedulable')))).to.deep.equal([])
  })
})

describe('reschedule', () => {
  it('deletes such a pod, so that its workload creates it again', async () => {
    const harness = new PhaseHarness()
    harness.runner.on(/^kubectl delete pods vault-0 --namespace n --ignore-not-found /)
    await reschedule(byPod, snapshot(pod('vault-0', 'Unschedulable')), harness.context)
    expect(harness.reports).to.deep.equal(['scheduling vault-0 again'])
    harness.close()
  })
})

describe('awaitScheduled', () => {
  it('also deletes a pod that fits no node during the wait', async () => {
    const harness = new PhaseHarness()
    harness.runner.on(/^kubectl delete pods vault-0 --namespace n /)
    let end: (value: string) => void = () => {}
    const wait = new Promise<string>((resolve) => (end = resolve))
    const now = async () => {
      if (harness.runner.requests.length === 0) return snapshot(pod('vault-0', 'Unschedulable'))
      end('ready')
      return snapshot(pod('vault-0'))
    }
    const snapshots = {now}
    expect(await awaitScheduled(wait, {wanted: byPod, snapshots, ms: 10}, harness.context)).to.equal('ready')
    harness.close()
  })

  it('rejects at once with the error of the wait', async () => {
    const harness = new PhaseHarness()
    const snapshots = {now: async () => snapshot()}
    const wait = Promise.reject(new Error('it cannot'))
    const error = await awaitScheduled(wait, {wanted: byPod, snapshots}, harness.context).catch(
      (thrown: Error) => thrown,
    )
    expect(error).to.have.property('message', 'it cannot')
    harness.close()
  })
})
