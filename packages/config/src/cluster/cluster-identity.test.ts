import {expect} from 'chai'

import {clusterIdentity} from './cluster-identity.js'

describe('clusterIdentity', () => {
  it('gives the cluster rde its usual ports', () => {
    const {ports, ...names} = clusterIdentity('rde')
    expect(ports).to.deep.equal({apiPort: 6111, registryPort: 5111, httpPort: 8111})
    expect(names).to.include({network: 'k3d-rde', registry: 'rde-registry.localhost'})
  })

  it('gives any other cluster its own names and ports', () => {
    const {ports, registry} = clusterIdentity('team')
    expect(registry).to.equal('team-registry.localhost')
    const others = [...Object.values(clusterIdentity('rde').ports), ...Object.values(clusterIdentity('team2').ports)]
    expect(Object.values(ports).some((port) => others.includes(port))).to.equal(false)
  })

  for (const name of ['a', '7', 'rde-test-a', 'a'.repeat(32)]) {
    it(`accepts ${name}`, () => {
      expect(clusterIdentity(name).name).to.equal(name)
    })
  }

  for (const name of ['', 'A', '../x', 'a-', '-a', 'a.b', 'a_b', 'a'.repeat(33), 'a\n']) {
    it(`refuses ${JSON.stringify(name)}`, () => {
      expect(() => clusterIdentity(name))
        .to.throw('is not a valid cluster name')
        .with.property('code', 'RDE_CLUSTER_NAME')
    })
  }
})
