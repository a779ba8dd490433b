import {expect} from 'chai'

import {Secrets} from './secrets.js'

describe('Secrets', () => {
  it('blots out every place a learnt value stands in', () => {
    const secrets = new Secrets()
    secrets.learn({vault: {rootToken: 'hvs.abcdefgh', unsealKeys: ['0123456789abcdef']}})
    expect(secrets.mask('a hvs.abcdefgh b 0123456789abcdef hvs.abcdefgh')).to.equal('a •••• b •••• ••••')
  })

  it('blots out the whole of a secret that begins with another', () => {
    const secrets = new Secrets()
    secrets.learn(['password', 'password-and-more'])
    expect(secrets.mask('password-and-more')).to.equal('••••')
  })

  it('leaves text alone when it knows nothing, short words included', () => {
    const secrets = new Secrets()
    secrets.learn(['', 'rde', null, 3])
    expect(secrets.mask('rde 3')).to.equal('rde 3')
  })
})
