import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'

import {readConfig, type RdeConfig} from '@rde/config'
import {failureOf} from '@rde/config/testing/failure-of'
import {expect} from 'chai'

import type {InstalledRecord} from '../../install/installed-record.js'
import {clusterObjects} from '../../testing/cluster-objects.js'
import {PhaseHarness} from '../../testing/phase-harness.js'
import {removeComponents, type RemovedParts, type RemoveOptions} from './remove.js'

const origin = {extension: 'rde-orders', objects: [], releases: [], claims: [], images: []}
const parts = {title: 'Orders', version: '1', hash: '', crds: [], namespaces: [], awaited: []}
const namespaceOf = (name: string) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name}})
const database: InstalledRecord = {
  ...{...parts, id: 'database', after: []},
  origin: {
    ...origin,
    objects: [namespaceOf('orders'), {apiVersion: 'v1', kind: 'Service', metadata: {name: 'db', namespace: 'orders'}}],
    claims: [{namespace: 'orders', labels: {app: 'db'}}],
  },
}
const api: InstalledRecord = {
  ...{...parts, id: 'api', after: ['database']},
  origin: {...origin, releases: [{release: 'api', namespace: 'orders'}]},
}
const vault: InstalledRecord = {...parts, id: 'vault', after: []}

describe('removeComponents', () => {
  let harness: PhaseHarness
  let asked: RemovedParts | undefined

  beforeEach(() => {
    harness = new PhaseHarness()
    asked = undefined
  })
  afterEach(() => harness.close())

  /** Runs with a running cluster, or without any cluster. */
  const remove = async (more: Partial<RemoveOptions>, on: 'cluster' | 'nothing' = 'cluster') => {
    const config: RdeConfig = {
      ...harness.config,
      kubeconfig: on === 'cluster' ? {} : null,
      stack: {...harness.config.stack, components: {database: {enabled: true}}},
      extensions: {'rde-orders': {replicas: 2}, other: {}},
    }
    mkdirSync(dirname(harness.data.config), {recursive: true})
    writeFileSync(harness.data.config, JSON.stringify(config))
    const {signal} = harness.interruption
    return removeComponents(harness.session, {
      ...{components: [], timeoutMs: 60_000, signal, report() {}, note() {}},
      isWanted: async () => false,
      confirm: async (found) => void (asked = found),
      ...more,
    })
  }
  const kept = async () => (await readConfig(harness.data))!
  /** A running cluster with these components. */
  const holding = (...records: readonly InstalledRecord[]) => {
    harness.play('docker running.ps')
    const items = records.map(clusterObjects.record)
    return harness.runner.on(/^kubectl get configmaps/, JSON.stringify({items}))
  }

  it('removes dependencies last, and the newest objects of each component first', async () => {
    holding(vault, database, api)
      .on(/^helm uninstall api --namespace orders/)
      .on(/^kubectl delete --ignore-not-found/)
      .on(/^kubectl delete configmap rde-component-api /)
      .on(/^kubectl delete --ignore-not-found/)
      .on(/^kubectl delete persistentvolumeclaims --namespace orders --selector app=db /)
      .on(/^kubectl delete configmap rde-component-database /)
    const {components} = await remove({extension: 'rde-orders'})
    expect(components).to.deep.equal(['api', 'database'])
    const inputs = harness.runner.requests.flatMap(({input}) => (typeof input === 'string' ? [JSON.parse(input)] : []))
    expect(inputs.at(-1).items.map(({kind}: {kind: string}) => kind)).to.deep.equal(['Service', 'Namespace'])
  })

  it('lists what it would remove before it asks, and keeps everything if the answer is no', async () => {
    holding(vault, database, api)
    const confirm = async (found: RemovedParts) => {
      asked = found
      throw new Error('no')
    }
    const answer = await remove({extension: 'rde-orders', confirm}).catch((error: Error) => error.message)
    expect([answer, asked?.components, asked?.settings]).to.deep.equal([
      'no',
      ['api', 'database'],
      ['extensions.rde-orders', 'stack.components.database'],
    ])
    expect((await kept()).extensions).to.have.keys('rde-orders', 'other')
  })

  it('removes the section and the components of an extension from config.json', async () => {
    holding(vault)
    await remove({extension: 'rde-orders'})
    expect((await kept()).extensions).to.deep.equal({other: {}})
  })

  it('needs no cluster to remove a section from config.json', async () => {
    const {settings} = await remove({extension: 'rde-orders'}, 'nothing')
    expect([settings, (await kept()).extensions]).to.deep.equal([['extensions.rde-orders'], {other: {}}])
  })

  it('refuses components that are not of an extension, and lists those that are', async () => {
    holding(vault, database)
    const failure = await failureOf(() => remove({components: ['vault']}))
    expect(failure.code).to.equal('RDE_COMPONENT_UNKNOWN')
    expect(failure.message).to.contain('there are: database')
  })

  it('refuses components that the next start would install again, and tells how to disable them', async () => {
    holding(database)
    const failure = await failureOf(() => remove({components: ['database'], isWanted: async () => true}))
    expect(failure.code).to.equal('RDE_COMPONENT_WANTED')
    expect(failure.remedies.map(({command}) => command)).to.deep.equal([
      'rde config set stack.components.database.enabled false',
      'rde plugins uninstall rde-orders',
    ])
  })
})
