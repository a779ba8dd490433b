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
  it("lists the user's choices, and no sections that rde writes", () => {
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

  it('prints a table', () => {
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

  it('reports that nothing differs', () => {
    expect(describeDiff(compareConfig({config: defaults, defaults, derived: []}))).to.contain('has its default')
  })

  it('reads config.json and the derived files', async () => {
    const here = temporaryData()
    const context = {
      data: here.data,
      identity: clusterIdentity('rde-test-config'),
      runningShape: async () => undefined,
      sections: async () => new ExtensionSections(),
    }
    const absent = await failureOf(() => diffConfig(context))
    await setConfig(context, 'cluster.agents', '1')
    const {settings, derived} = await diffConfig(context)
    here.remove()
    expect([absent.oclif.exit, settings, derived]).to.deep.equal([
      4,
      [{key: 'cluster.agents', value: 1, default: 2}],
      [],
    ])
  })
})
