import {expect} from 'chai'

import {shortVersion} from './short-version.js'

describe('shortVersion', () => {
  it('returns eight digits of a commit', () => {
    expect(shortVersion('cb1a7a4f7656bb1ff3dacccc75cc9668ad5837d0')).to.equal('cb1a7a4f')
  })

  it('returns any other version unchanged', () => {
    expect(shortVersion('1.21.3')).to.equal('1.21.3')
  })
})
