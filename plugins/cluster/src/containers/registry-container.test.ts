import {clusterIdentity} from '@rde/config'
import {expect} from 'chai'

import {registryRunArguments} from './registry-container.js'

const args = registryRunArguments(clusterIdentity('rde'), 5111).join(' ')

describe('registryRunArguments', () => {
  it('publishes the port on 127.0.0.1 only', () => {
    expect(args).to.contain('--publish 127.0.0.1:5111:5111')
  })

  it('mounts the volume with the images', () => {
    expect(args).to.contain('--volume rde-registry:/var/lib/registry')
  })

  it("has k3d's labels, so that k3d starts and deletes it with the cluster", () => {
    expect(args).to.contain('--label k3d.cluster=rde --label k3d.role=registry')
  })
})
