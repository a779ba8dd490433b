import {appendFileSync, existsSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

import {cleanEnvironment, SystemProcessRunner} from '@rde/process-runner'
import {expect} from 'chai'

import {clusterIdentity} from '../cluster/cluster-identity.js'
import {ConfigStore} from './config-store.js'
import {offeredExtensions} from './new-config.js'
import {readConfig} from './read-config.js'
import type {RdeConfig} from '../schema/v1.js'
import {failureOf} from '../testing/failure-of.js'
import {temporaryData, type TemporaryData} from '../testing/temporary-data.js'

const program = fileURLToPath(new URL('../testing/add-values.ts', import.meta.url))
const withAgents = (agents: number) => (config: RdeConfig) => ({...config, cluster: {...config.cluster, agents}})

describe('ConfigStore', () => {
  let here: TemporaryData
  let store: ConfigStore
  const identity = clusterIdentity('rde-test-config')
  const text = () => readFileSync(here.data.config, 'utf8')
  const agents = async () => (await readConfig(here.data))?.cluster.agents

  beforeEach(() => {
    here = temporaryData()
    store = new ConfigStore({data: here.data, identity, lock: {held: true}})
  })
  afterEach(() => here.remove())

  it('creates config.json with the ports of the cluster and reports that', async () => {
    const {config, created} = await store.readOrCreate()
    expect([created, config.cluster.apiPort]).to.deep.equal([true, identity.ports.apiPort])
    expect(await readConfig(here.data)).to.deep.equal(config)
    expect(statSync(here.data.config).mode & 0o777).to.equal(0o600)
  })

  it('generates the credentials once', async () => {
    const first = (await store.readOrCreate()).config.credentials.database
    const second = await store.readOrCreate()
    expect(first?.username).to.equal('relay')
    expect(first?.password).to.have.length(32)
    expect([second.created, second.config.credentials.database]).to.deep.equal([false, first])
  })

  it('writes the schema next to config.json, which refers to it', async () => {
    const {config} = await store.readOrCreate()
    expect(config.$schema).to.equal('./config.schema.json')
    expect(JSON.parse(readFileSync(here.data.configSchema, 'utf8'))).to.have.property('properties')
  })

  it("puts the user's defaults over rde's", async () => {
    writeFileSync(here.data.defaults, '{"cluster": {"agents": 1}, "stack": {"ingress": "kourier"}}')
    const {config} = await store.readOrCreate()
    expect([config.cluster.agents, config.stack.ingress]).to.deep.equal([1, 'kourier'])
    expect(config.cluster.apiPort).to.equal(identity.ports.apiPort)
  })

  it('reports problems of the defaults with their path and lines, and creates nothing', async () => {
    writeFileSync(here.data.defaults, '{\n"cluster": {\n"agents": 99,\n"agent": 1},\n"kubeconfig": {}}')
    const {code, message} = await failureOf(() => store.readOrCreate())
    expect([code, existsSync(here.data.config)]).to.deep.equal(['RDE_DEFAULTS_INVALID', false])
    expect(message.split('\n')).to.deep.equal([
      `${here.data.defaults} has 3 problems:`,
      '  line 3: cluster.agents must be at most 8',
      '  line 4: cluster.agent is not a setting; did you mean cluster.agents?',
      '  line 5: kubeconfig belongs to a single cluster and cannot have a default',
    ])
  })

  for (const [title, content] of [
    ['truncated', '{"cluster": {"agents'],
    ['a list', '[]'],
  ] as const) {
    it(`refuses defaults that are ${title}`, async () => {
      writeFileSync(here.data.defaults, content)
      expect((await failureOf(() => store.readOrCreate())).code).to.equal('RDE_DEFAULTS_INVALID')
    })
  }

  it('ignores the extensions that the defaults offer', async () => {
    writeFileSync(here.data.defaults, '{"plugins": ["@team/x"], "cluster": {"agents": 1}}')
    expect((await store.readOrCreate()).config.cluster.agents).to.equal(1)
    expect(await offeredExtensions(here.data)).to.deep.equal(['@team/x'])
  })

  it('throws without a config.json', async () => {
    expect(await readConfig(here.data)).to.equal(undefined)
    expect((await failureOf(() => store.read())).code).to.equal('RDE_CONFIG_ABSENT')
  })

  it('keeps a backup from before a change', async () => {
    await store.readOrCreate()
    const before = text()
    await store.update(withAgents(3))
    expect([await agents(), readFileSync(here.data.configBackup, 'utf8')]).to.deep.equal([3, before])
    expect(statSync(here.data.configBackup).mode & 0o777).to.equal(0o600)
  })

  it("leaves the user's own layout when nothing changes", async () => {
    writeFileSync(here.data.config, '{"version":1,\n\n"cluster":{"agents":2}}')
    await store.update(withAgents(2))
    expect(text()).to.equal('{"version":1,\n\n"cluster":{"agents":2}}')
  })

  it('applies concurrent changes one after the other', async () => {
    await store.readOrCreate()
    const names = ['a', 'b', 'c', 'd']
    await Promise.all(
      names.map((name) =>
        store.update(({helm, ...config}) => ({...config, helm: {values: {...helm.values, [name]: {}}}})),
      ),
    )
    expect(Object.keys((await store.read()).helm.values)).to.deep.equal(names)
  })

  it('applies a change once more when another program wrote the file meanwhile', async () => {
    await store.readOrCreate()
    const typed = text().replace('"onStart": "changed"', '"onStart": "never"')
    let asked = 0
    const config = await store.update((current) => {
      if (++asked === 1) writeFileSync(here.data.config, typed)
      return withAgents(4)(current)
    })
    expect([asked, config.cluster.agents, config.workflows.onStart]).to.deep.equal([2, 4, 'never'])
  })

  it('gives up if that happens again', async () => {
    await store.readOrCreate()
    const change = (config: RdeConfig) => {
      appendFileSync(here.data.config, ' ')
      return withAgents(4)(config)
    }
    expect((await failureOf(() => store.update(change))).code).to.equal('RDE_CONFIG_CHANGED')
    expect(await agents()).to.equal(2)
  })

  it('writes no change that the schema refuses', async () => {
    await store.readOrCreate()
    const {code, oclif, message} = await failureOf(() => store.update(withAgents(99)))
    expect([code, oclif.exit]).to.deep.equal(['RDE_SETTING_INVALID', 2])
    expect(message).to.contain('cluster.agents must be at most 8')
    expect(await agents()).to.equal(2)
  })

  it('creates a config.json with the change if allowed, and none for a refused change', async () => {
    await failureOf(() => store.update(withAgents(99), {orCreate: true}))
    const made = existsSync(here.data.config)
    await store.update(withAgents(5), {orCreate: true})
    expect([made, await agents()]).to.deep.equal([false, 5])
  })

  it('continues after a failed call', async () => {
    await store.readOrCreate()
    await failureOf(() => store.update(withAgents(99)))
    expect((await store.update(withAgents(5))).cluster.agents).to.equal(5)
  })

  it('offers the backup when config.json was truncated', async () => {
    await store.readOrCreate()
    await store.update(withAgents(3))
    writeFileSync(here.data.config, text().slice(0, 120))
    const {code, remedies} = await failureOf(() => store.read())
    expect([code, remedies[0]?.command]).to.deep.equal([
      'RDE_CONFIG_INVALID',
      `cp ${here.data.configBackup} ${here.data.config}`,
    ])
  })

  it('writes a text as it was typed, over a broken file, and keeps the valid backup', async () => {
    await store.readOrCreate()
    await store.update(withAgents(3))
    const backup = readFileSync(here.data.configBackup, 'utf8')
    writeFileSync(here.data.config, '{"version')
    await store.replace({text: '{"version": 1}', before: '{"version', from: '/copy.json'})
    expect([text(), readFileSync(here.data.configBackup, 'utf8')]).to.deep.equal(['{"version": 1}', backup])
  })

  it('refuses a text that was made from another version of the file', async () => {
    await store.readOrCreate()
    const replace = () => store.replace({text: '{"version": 1}', before: '{}', from: '/copy.json'})
    expect((await failureOf(replace)).code).to.equal('RDE_CONFIG_CHANGED')
  })

  it('keeps a file of an older version when it migrates it', async () => {
    const old = '{"version": 0, "agents": 5}'
    writeFileSync(here.data.config, old)
    const migrations = [
      {from: 0, migrate: ({agents: count}: Readonly<Record<string, unknown>>) => ({cluster: {agents: count}})},
    ]
    const {config} = await new ConfigStore({data: here.data, identity, lock: {held: true}, migrations}).readOrCreate()
    expect([config.cluster.agents, await agents()]).to.deep.equal([5, 5])
    expect(readFileSync(here.data.configOfVersion(0), 'utf8')).to.equal(old)
  })

  it('does nothing once the lock is released', async () => {
    const released = new ConfigStore({data: here.data, identity, lock: {held: false}})
    const failure = await released.readOrCreate().catch((error: Error) => error.message)
    expect(failure).to.contain('while its lock is held')
  })

  it('loses no change of two processes that write at once', async () => {
    const runner = new SystemProcessRunner({environment: {...cleanEnvironment(process.env), ...here.environment}})
    await Promise.all(
      ['left', 'right'].map((name) =>
        runner.capture({file: process.execPath, args: ['--import', 'tsx', program, name, '5']}),
      ),
    )
    const names = Object.keys((await readConfig(here.data))?.helm.values ?? {})
    expect(names.sort()).to.deep.equal(['left', 'right'].flatMap((name) => [0, 1, 2, 3, 4].map((n) => `${name}-${n}`)))
  })
})
