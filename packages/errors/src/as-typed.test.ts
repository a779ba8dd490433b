import {expect} from 'chai'

import {asTyped} from './as-typed.js'

describe('asTyped', () => {
  const env = {RDE_TYPED_AS: './rde'}

  it('names rde as it was called', () => {
    expect(asTyped('rde cluster delete && rde cluster start', env)).to.equal(
      './rde cluster delete && ./rde cluster start',
    )
  })

  it('leaves other words alone', () => {
    expect(asTyped('docker start rde registry', env)).to.equal('docker start rde registry')
  })

  it('says rde where that is what was typed', () => {
    expect(asTyped('rde cluster start', {})).to.equal('rde cluster start')
  })
})
