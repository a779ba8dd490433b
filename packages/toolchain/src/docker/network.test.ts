import {expect} from 'chai'

import {readGateway} from './network.js'

describe('The gateway of a network', () => {
  it('is the IPv4 address if there are two addresses', () => {
    expect(readGateway('fd00::1 172.19.0.1 ')).to.equal('172.19.0.1')
  })

  it('is undefined if Docker prints none', () => {
    expect(readGateway('')).to.equal(undefined)
  })
})
