import {clusterIdentity, defaultConfig} from '@rde/config'
import {expect} from 'chai'

import {toolsOfCluster} from './tools-of-cluster.js'

const config = defaultConfig(clusterIdentity('rde'))
const core = {...config.stack, profile: 'core'} as const

describe('toolsOfCluster', () => {
  it('includes k3d to create nodes, and helm to install components', () => {
    expect(toolsOfCluster({...config, stack: core})).to.deep.equal(['docker', 'k3d', 'kubectl', 'helm'])
  })

  it('omits k3d for an attached cluster', () => {
    const attached = {context: 'team', push: 'registry.example', pull: 'registry.example'}
    const cluster = {...config.cluster, attached}
    expect(toolsOfCluster({cluster, stack: core})).to.deep.equal(['docker', 'kubectl', 'helm'])
  })
})
