import {expect} from 'chai'

import {printable, printableJson, printableValue} from './printable.js'

describe('printable', () => {
  it('escapes sequences that move the cursor', () => {
    expect(printable('a\u001B[2J\u001B[1Ab\rc')).to.equal('a\\x1b[2J\\x1b[1Ab\\rc')
  })

  for (const mark of ['\u202E', '\u2066', '\u200F', '\u061C'])
    it(`shows U+${mark.charCodeAt(0).toString(16)}, which reverses the direction of writing`, () => {
      expect(printable(`a${mark}b`)).to.equal(`a\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}b`)
    })

  it('keeps line breaks, tabs, colours and other letters', () => {
    expect(printable('ä\n\t\u001B[36mx\u001B[0m ✔')).to.equal('ä\n\t\u001B[36mx\u001B[0m ✔')
  })
})

describe('printableValue', () => {
  it('keeps a value on its line, without colours', () => {
    expect(printableValue('a\n✔ b\u001B[32m')).to.equal('a\\n✔ b\\x1b[32m')
  })
})

describe('printableJson', () => {
  it('keeps the value and escapes characters that reverse the direction of writing', () => {
    const value = {name: 'a\u202Eb\u009Bc\u200F\n'}
    const json = printableJson(JSON.stringify(value))
    expect([JSON.parse(json), json]).to.deep.equal([value, '{"name":"a\\u202eb\\u009bc\\u200f\\n"}'])
  })
})
