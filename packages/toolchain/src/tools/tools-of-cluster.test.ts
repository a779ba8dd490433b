import {clusterIdentity, defaultConfig} from '@rde/config'
import {expect} from 'chai'

import {toolsOfCluster} from './tools-of-cluster.js'

const config = defaultConfig(clusterIdentity('rde'))
const core = {...config.stack, profile: 'core'} as const

describe('toolsOfCluster', () => {
  it('needs k3d where the nodes are made, and helm where something is installed', () => {
    expect(toolsOfCluster({...config, stack: core})).to.deep.equal(['docker', 'k3d', 'kubectl', 'helm'])
  })

  it('needs no k3d for a cluster that is there already', () => {
    const attached = {context: 'team', push: 'registry.example', pull: 'registry.example'}
    const cluster = {...config.cluster, attached}
    expect(toolsOfCluster({cluster, stack: core})).to.deep.equal(['docker', 'kubectl', 'helm'])
  })
})
