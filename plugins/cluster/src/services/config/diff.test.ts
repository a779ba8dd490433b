import {clusterIdentity, defaultConfig} from '@rde/config'
import {failureOf} from '@rde/config/testing/failure-of'
import {temporaryData} from '@rde/config/testing/temporary-data'
import {expect} from 'chai'

import {ExtensionSections} from '../../extensions.js'
import {describeDiff} from '../../views/describe-config.js'
import {compareConfig, diffConfig} from './diff.js'
import {setConfig} from './set.js'

const defaults = defaultConfig(clusterIdentity('rde'))

describe('rde config diff', () => {
  it('names the choices that were made, and no record of what happened', () => {
    const config = {
      ...defaults,
      kubeconfig: {},
      cluster: {...defaults.cluster, agents: 3},
      helm: {values: {relay: {password: 'p4ssword'}}},
    }
    expect(compareConfig({config, defaults, derived: []}).settings).to.deep.equal([
      {key: 'cluster.agents', value: 3, default: 2},
      {key: 'helm.values.relay', value: {password: '••••'}, default: null},
    ])
  })

  it('reads as a table', () => {
    const config = {...defaults, cluster: {...defaults.cluster, agents: 3, apiPort: 7000}}
    expect(
      describeDiff(compareConfig({config, defaults, derived: [{path: '/v.yaml', state: 'missing'}]})).split('\n'),
    ).to.deep.equal([
      'Settings that differ from the defaults:',
      '  cluster.agents   3     (default: 2)',
      '  cluster.apiPort  7000  (default: 6111)',
      '',
      'Derived files that `rde cluster start` rewrites:',
      '  /v.yaml  missing',
    ])
  })

  it('says so when there is nothing to say', () => {
    expect(describeDiff(compareConfig({config: defaults, defaults, derived: []}))).to.contain('has its default')
  })

  it('looks at config.json and the derived files as they are', async () => {
    const here = temporaryData()
    const place = {
      data: here.data,
      identity: clusterIdentity('rde-test-config'),
      runningShape: async () => undefined,
      sections: async () => new ExtensionSections(),
    }
    const absent = await failureOf(() => diffConfig(place))
    await setConfig(place, 'cluster.agents', '1')
    const {settings, derived} = await diffConfig(place)
    here.remove()
    expect([absent.oclif.exit, settings, derived]).to.deep.equal([
      4,
      [{key: 'cluster.agents', value: 1, default: 2}],
      [],
    ])
  })
})
