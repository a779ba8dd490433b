import {expect} from 'chai'

import {clusterIdentity} from '../cluster/cluster-identity.js'
import {defaultConfig} from '../store/new-config.js'
import {rdeConfigV1} from './v1.js'

const accepts = (settings: object) => rdeConfigV1.safeParse({version: 1, ...settings}).success

describe('rdeConfigV1', () => {
  it('requires only the version', () => {
    const config = rdeConfigV1.parse({version: 1})
    expect(config.cluster).to.deep.equal({
      agents: 2,
      k3sImage: 'rancher/k3s:v1.33.4-k3s1',
      apiPort: 6111,
      registryPort: 5111,
      httpPort: 8111,
    })
    expect([config.stack.profile, config.workflows.onStart, config.kubeconfig]).to.deep.equal(['full', 'changed', null])
  })

  it('takes the ports of a new cluster from its identity', () => {
    const identity = clusterIdentity('rde-test-a')
    expect(defaultConfig(identity).cluster).to.deep.include(identity.ports)
  })

  it('accepts only release names that are valid file names', () => {
    expect(accepts({helm: {values: {'relay-core': {}}}})).to.equal(true)
    expect(accepts({helm: {values: {'../../x': {}}}})).to.equal(false)
  })

  it('refuses an image that looks like a flag', () => {
    expect(accepts({cluster: {k3sImage: '--privileged'}})).to.equal(false)
  })

  it('does not check the sections of plugins', () => {
    expect(accepts({extensions: {'@team/x': {any: ['thing']}}})).to.equal(true)
  })

  it('describes every setting that has a name', () => {
    const described = Object.entries(rdeConfigV1.shape).filter(([, part]) => part.description !== undefined)
    expect(described).to.have.length(Object.keys(rdeConfigV1.shape).length)
  })
})
