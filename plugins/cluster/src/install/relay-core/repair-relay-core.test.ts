import type {Snapshot} from '@rde/toolchain'
import {emptySnapshot} from '@rde/toolchain/testing/empty-snapshot'
import {expect} from 'chai'

import {PhaseHarness} from '../../testing/phase-harness.js'
import {renewVaultAgents} from './repair-relay-core.js'

const part = (name: string) => ({
  workload: {
    kind: 'Deployment' as const,
    metadata: {name, namespace: 'relay-system'},
    spec: {selector: {matchLabels: {part: name}}},
  },
  pod: {
    kind: 'Pod' as const,
    metadata: {name: `${name}-1`, namespace: 'relay-system', uid: name, labels: {part: name}},
  },
})

function snapshot(...names: string[]): Snapshot {
  const parts = names.map(part)
  const workloads = parts.map(({workload}) => workload)
  return {...emptySnapshot, workloads, pods: parts.map(({pod}) => pod)}
}

describe('renewVaultAgents', () => {
  let harness: PhaseHarness
  beforeEach(() => {
    harness = new PhaseHarness()
  })
  afterEach(() => harness.close())

  it('deletes the pods of the operator and the metadata API, and no others', async () => {
    harness.runner.on(/^kubectl delete pods /)
    const names = ['relay-core-v1-operator', 'relay-core-v1-metadata-api', 'relay-installer']
    await renewVaultAgents(snapshot(...names), harness.context)
    expect(harness.runner.commandLines[0]).to.match(/pods relay-core-v1-operator-1 relay-core-v1-metadata-api-1 --name/)
  })

  it('does not call the cluster if there are none', async () => {
    await renewVaultAgents(snapshot(), harness.context)
    expect(harness.runner.commandLines).to.deep.equal([])
  })
})
