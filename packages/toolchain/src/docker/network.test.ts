import {expect} from 'chai'

import {readGateway} from './network.js'

describe('The gateway of a network', () => {
  it('is the address of the fourth version where there are two', () => {
    expect(readGateway('fd00::1 172.19.0.1 ')).to.equal('172.19.0.1')
  })

  it('is none where Docker names none', () => {
    expect(readGateway('')).to.equal(undefined)
  })
})
