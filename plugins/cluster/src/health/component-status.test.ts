import {emptySnapshot} from '@rde/toolchain/testing/empty-snapshot'
import {expect} from 'chai'

import type {InstalledRecord} from '../install/installed-record.js'
import {componentStatuses, type StackFacts} from './component-status.js'

const record = (id: string, more: Partial<InstalledRecord> = {}): InstalledRecord => ({
  id,
  title: id,
  version: '1',
  hash: 'h',
  after: [],
  crds: [],
  namespaces: [],
  awaited: [],
  ...more,
})
const snapshot = {...emptySnapshot, namespaces: new Set(['relay-system'])}
const statuses = (records: InstalledRecord[], facts: Partial<StackFacts> = {}) =>
  componentStatuses(new Map(records.map((one) => [one.id, one])), {
    snapshot,
    crds: new Set(),
    further: new Map(),
    ...facts,
  })

describe('componentStatuses', () => {
  it('names a missing namespace even if nothing is awaited in it', () => {
    const [status] = statuses([record('relay-core', {namespaces: ['relay-tenants']})])
    expect(status).to.include({ready: false, problem: 'its namespace relay-tenants is gone'})
  })

  it('reports a component as ready if nothing is missing', () => {
    expect(statuses([record('tekton')])[0]).to.include({ready: true, problem: undefined})
  })

  it('names a missing workload', () => {
    const vault = record('vault', {awaited: [{kind: 'Pod', namespace: 'relay-system', name: 'vault-0'}]})
    expect(statuses([vault])[0]).to.include({ready: false, problem: 'vault-0 is not there'})
  })

  it('names a missing namespace', () => {
    const tekton = record('tekton', {awaited: [{kind: 'Deployment', namespace: 'tekton-pipelines', name: 'webhook'}]})
    expect(statuses([tekton])[0]?.problem).to.equal('its namespace tekton-pipelines is gone')
  })

  it('names a missing resource definition', () => {
    expect(statuses([record('relay-crds', {crds: ['runs.relay.sh']})])[0]?.problem).to.contain('runs.relay.sh is gone')
  })

  it('reports problems that pods do not show', () => {
    expect(statuses([record('vault')], {further: new Map([['vault', {problem: 'is sealed'}]])})[0]?.problem).to.equal(
      'is sealed',
    )
  })

  it('names the component that a failing component waits for', () => {
    const further = new Map([
      ['vault', {problem: 'is sealed'}],
      ['relay-core', {problem: 'its metadata API does not answer'}],
    ])
    const [vault, relayCore] = statuses([record('relay-core', {after: ['vault']}), record('vault', {title: 'Vault'})], {
      further,
    })
    expect(vault).to.include({id: 'vault', waitsFor: undefined})
    expect(relayCore).to.include({id: 'relay-core', waitsFor: 'Vault'})
  })
})
