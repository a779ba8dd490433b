import {expect} from 'chai'

import {clusterIdentity} from './cluster-identity.js'

describe('clusterIdentity', () => {
  it('is rde with its usual ports when nothing else is said', () => {
    expect(clusterIdentity({})).to.deep.include({name: 'rde', network: 'k3d-rde', registry: 'rde-registry.localhost'})
  })

  it('gives a test cluster names and ports of its own', () => {
    const {registry, ports} = clusterIdentity({RDE_CLUSTER: 'rde-test-a'})
    expect(registry).to.equal('rde-test-a-registry.localhost')
    expect(Object.values(ports).some((port) => Object.values(clusterIdentity({}).ports).includes(port))).to.equal(false)
  })

  for (const name of ['prod', 'rde-test-', 'rde-test-A', 'rde-test-../x', 'rde-test-a-']) {
    it(`refuses ${name}`, () => {
      expect(() => clusterIdentity({RDE_CLUSTER: name})).to.throw('RDE_CLUSTER is')
    })
  }
})
