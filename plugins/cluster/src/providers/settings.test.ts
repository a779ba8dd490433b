import {clusterIdentity, defaultConfig} from '@rde/config'
import {expect} from 'chai'

import {clusterSettingsOf} from '../views/render-start.js'
import {changedSettings, explainUnused} from './settings.js'

const config = defaultConfig(clusterIdentity('team'))
const attached = {context: 'team', push: 'registry.example', pull: 'registry.example'}
const attachedConfig = {...config, cluster: {...config.cluster, attached}}

const proxy = {http: null, https: 'http://proxy.example:3128', none: ''}
const withProxy = (given: typeof config) => ({...given, cluster: {...given.cluster, proxy: {...proxy}}})

describe('the settings that a cluster uses', () => {
  it('are all settings if rde creates its nodes', () => {
    const changed = changedSettings(config, {
      ...withProxy(config),
      cluster: {...withProxy(config).cluster, agents: 1, apiPort: 7000},
    })
    expect(changed.map(({key}) => key)).to.include.members(['agents', 'apiPort', 'proxy.https'])
    expect(explainUnused(changed, {config, name: 'rde'})).to.equal(undefined)
  })

  it('do not include the proxy of nodes that rde did not create', () => {
    const changed = changedSettings(attachedConfig, withProxy(attachedConfig))
    const message = explainUnused(changed, {config: attachedConfig, name: 'team'})
    expect(message).to.contain('cluster.proxy.https').and.contain('have no effect on the cluster team')
  })

  it('are compared by value, including objects', () => {
    expect(changedSettings(withProxy(config), withProxy(config))).to.deep.equal([])
  })
})

describe('the flags of cluster start that stand for settings', () => {
  it('are named as they were typed if the cluster does not use them', () => {
    const message = explainUnused(clusterSettingsOf({agents: 2}), {config: attachedConfig, name: 'team'})
    expect(message).to.equal('--agents has no effect on the cluster team: rde did not make its nodes.')
  })

  it('are accepted if it does, and if none was given', () => {
    const all = [
      explainUnused(clusterSettingsOf({agents: 2}), {config, name: 'team'}),
      explainUnused(clusterSettingsOf({profile: 'core'}), {config: attachedConfig, name: 'team'}),
    ]
    expect(all).to.deep.equal([undefined, undefined])
  })
})
