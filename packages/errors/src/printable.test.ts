import {expect} from 'chai'

import {printable, printableValue} from './printable.js'

describe('printable', () => {
  it('shows what would move the cursor instead of doing it', () => {
    expect(printable('a\u001B[2J\u001B[1Ab\rc')).to.equal('a\\x1b[2J\\x1b[1Ab\\rc')
  })

  it('shows what would reverse the direction of writing', () => {
    expect(printable('a\u202Eb')).to.equal('a\\u202eb')
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
