import {existsSync, readFileSync, writeFileSync} from 'node:fs'

import {acquireLock, clusterIdentity, type RdeConfig} from '@rde/config'
import {failureOf} from '@rde/config/testing/failure-of'
import {temporaryData, type TemporaryData} from '@rde/config/testing/temporary-data'
import {expect} from 'chai'

import {ExtensionSections} from '../../extensions.js'
import {describeChange, describeNeeds} from '../../views/describe-config.js'
import type {ConfigContext} from './open-config.js'
import {setConfig} from './set.js'
import {unsetConfig} from './unset.js'

describe('rde config set and unset', () => {
  let here: TemporaryData
  let context: ConfigContext
  const written = () => JSON.parse(readFileSync(here.data.config, 'utf8')) as RdeConfig
  const startCluster = () => writeFileSync(here.data.config, JSON.stringify({version: 1, kubeconfig: {kind: 'Config'}}))

  beforeEach(() => {
    here = temporaryData()
    context = {
      data: here.data,
      identity: clusterIdentity('rde-test-config'),
      runningShape: async () => undefined,
      sections: async () => new ExtensionSections(),
    }
  })
  afterEach(() => here.remove())

  it('creates config.json if there is none', async () => {
    const {created, before, after, needs} = await setConfig(context, 'cluster.agents', '3')
    expect([created, before, after, needs]).to.deep.equal([true, 2, 3, 'nothing'])
    expect(written().cluster.agents).to.equal(3)
  })

  it('does not create it for a value that is refused', async () => {
    const {code, oclif} = await failureOf(() => setConfig(context, 'cluster.agents', 'many'))
    expect([code, oclif.exit, existsSync(here.data.config)]).to.deep.equal(['RDE_SETTING_INVALID', 2, false])
  })

  it('refuses a port that another setting has', async () => {
    const failure = await failureOf(() =>
      setConfig(context, 'cluster.httpPort', String(context.identity.ports.apiPort)),
    )
    expect(failure.message).to.contain('cluster.httpPort must differ from cluster.apiPort')
  })

  it('proposes the nearest key for an unknown one', async () => {
    const {code, message} = await failureOf(() => setConfig(context, 'cluster.agent', '3'))
    expect([code, message]).to.deep.equal([
      'RDE_SETTING_UNKNOWN',
      'cluster.agent is not a setting; did you mean cluster.agents?',
    ])
  })

  it('reaches keys with dots', async () => {
    await setConfig(context, "extensions['a.b'].c", 'd')
    expect(written().extensions).to.deep.equal({'a.b': {c: 'd'}})
  })

  it('reports whether an existing cluster must be started again or recreated', async () => {
    startCluster()
    const more = await setConfig(context, 'cluster.agents', '3')
    const fewer = await setConfig(context, 'cluster.agents', '1')
    const same = await setConfig(context, 'cluster.agents', '1')
    expect([more.needs, fewer.needs, same.needs]).to.deep.equal(['start', 'recreate', 'nothing'])
    expect(describeNeeds(fewer)).to.contain('cluster.agents').and.contain('rde cluster delete && rde cluster start')
    expect(describeChange(same)).to.equal('cluster.agents is 1, as before.')
  })

  it('compares with the running containers: a change back to them needs no new cluster', async () => {
    startCluster()
    const {registryPort} = context.identity.ports
    const running = {...context, runningShape: async () => ({registryPort})}
    const away = await setConfig(running, 'cluster.registryPort', '22099')
    const back = await unsetConfig(running, 'cluster.registryPort')
    expect([away.needs, away.recreate]).to.deep.equal(['recreate', ['cluster.registryPort']])
    expect([back.needs, describeNeeds(back)]).to.deep.equal(['start', 'It takes effect with: rde cluster start'])
  })

  it('reports that a new proxy needs new nodes', async () => {
    startCluster()
    const running = {...context, runningShape: async () => ({proxyMark: ''})}
    const other = await setConfig(running, 'cluster.proxy.https', 'http://me:n3w-password@proxy:3128')
    const none = await setConfig(running, 'cluster.proxy', 'null')
    expect([other.needs, other.recreate, none.needs]).to.deep.equal(['recreate', ['cluster.proxy'], 'start'])
    expect(describeChange(other)).to.contain('http://••••@proxy:3128')
  })

  it('masks secrets', async () => {
    const changed = await setConfig(context, 'credentials.database.password', 'n3w-password')
    expect(JSON.stringify(changed)).not.to.contain('n3w')
    expect([changed.changed, describeChange(changed)]).to.deep.equal([
      true,
      'credentials.database.password is now ••••.',
    ])
  })

  it('is exit code 5 at once while another rde holds the lock', async () => {
    const lock = await acquireLock(here.data, {command: 'rde cluster start'})
    expect((await failureOf(() => setConfig(context, 'cluster.agents', '3'))).oclif.exit).to.equal(5)
    lock.release()
  })

  it('unsets to the default of this cluster', async () => {
    await setConfig(context, 'cluster.apiPort', '7777')
    const {after} = await unsetConfig(context, 'cluster.apiPort')
    expect([after, written().cluster.apiPort]).to.deep.equal([
      context.identity.ports.apiPort,
      context.identity.ports.apiPort,
    ])
  })

  it('removes a setting without a default', async () => {
    await setConfig(context, 'helm.values.relay-core', '{"debug": true}')
    const {after, changed} = await unsetConfig(context, 'helm.values.relay-core')
    expect([after, changed, written().helm.values]).to.deep.equal([null, true, {}])
    expect(existsSync(here.data.values('relay-core'))).to.equal(false)
  })

  describe('on an attached cluster', () => {
    const attached = {context: 'team', push: 'registry.example', pull: 'registry.example'}
    const attach = () =>
      writeFileSync(here.data.config, JSON.stringify({version: 1, kubeconfig: {kind: 'Config'}, cluster: {attached}}))
    beforeEach(attach)

    for (const [key, value] of [
      ['cluster.agents', '3'],
      ['cluster.agents', '2'],
      ['cluster.registryPort', '22099'],
      ['cluster', JSON.stringify({attached, apiPort: 22099})],
    ] as const)
      it(`refuses ${key} ${value}, which has no effect on it`, async () => {
        const before = readFileSync(here.data.config, 'utf8')
        const {code, oclif, message} = await failureOf(() => setConfig(context, key, value))
        expect([code, oclif.exit]).to.deep.equal(['RDE_SETTING_UNUSED', 2])
        expect(message).to.match(
          /^cluster\.\w+ has no effect on the cluster rde-test-config: rde did not make its nodes\.$/,
        )
        expect(readFileSync(here.data.config, 'utf8')).to.equal(before)
      })

    it('accepts another address of the registry, but no other context', async () => {
      expect((await setConfig(context, 'cluster.attached.push', 'localhost:5000')).needs).to.equal('start')
      for (const [key, value] of [
        ['cluster.attached.context', 'other'],
        ['cluster', '{}'],
      ] as const)
        expect((await failureOf(() => setConfig(context, key, value))).message).to.contain(
          'Only `rde cluster attach` sets',
        )
    })

    it('resets a setting to its default without a new cluster', async () => {
      writeFileSync(
        here.data.config,
        JSON.stringify({version: 1, kubeconfig: {kind: 'Config'}, cluster: {attached, agents: 5}}),
      )
      expect((await unsetConfig(context, 'cluster.agents')).needs).to.equal('start')
    })
  })

  it('does not turn a cluster in Docker into an attached one', async () => {
    const value = '{"context": "c", "push": "r.example", "pull": "r.example"}'
    const failure = await failureOf(() => setConfig(context, 'cluster.attached', value))
    expect(failure.message).to.contain('Only `rde cluster attach` sets')
  })
})
