import {clusterIdentity, defaultConfig} from '@rde/config'
import {expect} from 'chai'

import {clusterSettingsOf} from '../views/render-start.js'
import {changedSettings, explainUnused} from './settings.js'

const config = defaultConfig(clusterIdentity('team'))
const attached = {context: 'team', push: 'registry.example', pull: 'registry.example'}
const elsewhere = {...config, cluster: {...config.cluster, attached}}

const proxy = {http: null, https: 'http://proxy.example:3128', none: ''}
const behind = (of: typeof config) => ({...of, cluster: {...of.cluster, proxy: {...proxy}}})

describe('the settings that a cluster follows', () => {
  it('are all that there are, where rde makes its nodes', () => {
    const changed = changedSettings(config, {
      ...behind(config),
      cluster: {...behind(config).cluster, agents: 1, apiPort: 7000},
    })
    expect(changed.map(({key}) => key)).to.include.members(['agents', 'apiPort', 'proxy.https'])
    expect(explainUnused(changed, {config, name: 'rde'})).to.equal(undefined)
  })

  it('are no proxy of nodes that rde did not make', () => {
    const said = explainUnused(changedSettings(elsewhere, behind(elsewhere)), {config: elsewhere, name: 'team'})
    expect(said).to.contain('cluster.proxy.https').and.contain('have no effect on the cluster team')
  })

  it('have changed where their values have, whatever they are made of', () => {
    expect(changedSettings(behind(config), behind(config))).to.deep.equal([])
  })
})

describe('the flags of cluster start that stand for settings', () => {
  it('are named as they were typed where the cluster does not follow them', () => {
    const said = explainUnused(clusterSettingsOf({agents: 2}), {config: elsewhere, name: 'team'})
    expect(said).to.equal('--agents has no effect on the cluster team: rde did not make its nodes.')
  })

  it('pass where it does, and where none was given', () => {
    const all = [
      explainUnused(clusterSettingsOf({agents: 2}), {config, name: 'team'}),
      explainUnused(clusterSettingsOf({profile: 'core'}), {config: elsewhere, name: 'team'}),
    ]
    expect(all).to.deep.equal([undefined, undefined])
  })
})
