import type {Snapshot, WorkloadName} from '@rde/toolchain'
import {emptySnapshot} from '@rde/toolchain/testing/empty-snapshot'
import {expect} from 'chai'

import {scaledToZero} from './scale-up.js'

const workload = (
  replicas: number,
  kind: 'Deployment' | 'DaemonSet' = 'Deployment',
): Snapshot['workloads'][number] => ({
  kind,
  metadata: {name: 'operator', namespace: 'n'},
  spec: {replicas, selector: {}},
})
const wanted: WorkloadName[] = [{kind: 'Deployment', namespace: 'n', name: 'operator'}]
const snapshot = (workloads: Snapshot['workloads']): Snapshot => ({...emptySnapshot, workloads})

describe('scaledToZero', () => {
  it('finds a wanted workload that was scaled to 0', () => {
    expect(scaledToZero(wanted, snapshot([workload(0)]))).to.deep.equal(wanted)
  })

  it('leaves alone a workload with pods', () => {
    expect(scaledToZero(wanted, snapshot([workload(1)]))).to.deep.equal([])
  })

  it('leaves alone a workload that is not awaited', () => {
    expect(scaledToZero([], snapshot([workload(0)]))).to.deep.equal([])
  })
})
