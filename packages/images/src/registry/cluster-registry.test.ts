import {clusterIdentity} from '@rde/config'
import {expect} from 'chai'

import {ImageReference} from '../image-reference.js'
import {ClusterRegistry} from './cluster-registry.js'

describe('ClusterRegistry', () => {
  const registry = new ClusterRegistry(clusterIdentity('rde'), 5111)

  it('names an image for the push from this machine', () => {
    expect(registry.pushName(ImageReference.parse('relay-operator:local'))).to.equal(
      'localhost:5111/library/relay-operator:local',
    )
  })

  it('leaves out the host that an image came from', () => {
    expect(registry.pushName(ImageReference.parse('ghcr.io/team/app:2'))).to.equal('localhost:5111/team/app:2')
  })

  it('is another host for pods than for this machine', () => {
    expect(registry.hosts).to.deep.equal(['rde-registry.localhost:5111', 'localhost:5111'])
  })
})
