import {expect} from 'chai'
import fc from 'fast-check'

import {toJson} from './to-json.js'

describe('toJson', () => {
  it('matches JSON.stringify, indented or not', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        expect(toJson(value, indent)).to.equal(JSON.stringify(value, null, indent))
      }),
    )
  })

  it('writes big integers digit by digit', () => {
    expect(toJson({a: [12345678901234567890n]})).to.equal('{"a":[12345678901234567890]}')
  })
})
