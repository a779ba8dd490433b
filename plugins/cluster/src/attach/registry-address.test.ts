import {expect} from 'chai'

import {parseRegistryAddress} from './registry-address.js'

describe('parseRegistryAddress', () => {
  it('accepts one name for both, or two', () => {
    expect(parseRegistryAddress('registry.example/team')).to.deep.equal({
      push: 'registry.example/team',
      pull: 'registry.example/team',
    })
    expect(parseRegistryAddress('localhost:5000=reg:5000')).to.deep.equal({push: 'localhost:5000', pull: 'reg:5000'})
  })

  for (const text of ['', 'https://registry.example', 'a=b=c', 'reg:port', '=reg']) {
    it(`refuses "${text}"`, () => {
      expect(() => parseRegistryAddress(text))
        .to.throw('is not a registry')
        .with.property('code', 'RDE_USAGE')
    })
  }
})
