import {clusterIdentity, defaultConfig} from '@rde/config'
import {expect} from 'chai'

import {clusterSettingsOf} from '../views/render-start.js'
import {explainUnused} from './settings.js'

const config = defaultConfig(clusterIdentity('team'))
const attached = {context: 'team', push: 'registry.example', pull: 'registry.example'}
const elsewhere = {...config, cluster: {...config.cluster, attached}}

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
