import {writeFileSync} from 'node:fs'

import {failureOf} from '@rde/config/testing/failure-of'
import {temporaryData, type TemporaryData} from '@rde/config/testing/temporary-data'
import {expect} from 'chai'

import {getConfig} from './get.js'

describe('rde config get', () => {
  let here: TemporaryData
  const type = (config: object) => writeFileSync(here.data.config, JSON.stringify({version: 1, ...config}))

  beforeEach(() => {
    here = temporaryData()
  })
  afterEach(() => here.remove())

  it('returns the effective value, with defaults', async () => {
    type({cluster: {agents: 1}})
    expect(await getConfig(here.data, {key: 'cluster.agents'})).to.equal(1)
    expect(await getConfig(here.data, {key: 'stack.ingress'})).to.equal('kourier')
  })

  it('shows secrets only when asked', async () => {
    type({credentials: {database: {password: 'p4ssword'}}})
    const key = 'credentials.database.password'
    expect(await getConfig(here.data, {key})).to.equal('••••')
    expect(JSON.stringify(await getConfig(here.data, {}))).not.to.contain('p4ssword')
    expect(await getConfig(here.data, {key, showSecrets: true})).to.equal('p4ssword')
  })

  it('is exit code 4 if there is no config.json', async () => {
    const {code, oclif, remedies} = await failureOf(() => getConfig(here.data, {}))
    expect([code, oclif.exit, remedies[0]?.command]).to.deep.equal(['RDE_CONFIG_ABSENT', 4, 'rde cluster start'])
  })

  it('is exit code 2 for a key that does not exist, and 1 for one that is not set', async () => {
    type({})
    const unknown = await failureOf(() => getConfig(here.data, {key: 'cluster.agent'}))
    const unset = await failureOf(() => getConfig(here.data, {key: 'stack.components.vault.version'}))
    expect([unknown.oclif.exit, unset.oclif.exit]).to.deep.equal([2, 1])
  })
})
