import {expect} from 'chai'

import {searchLines, splitAtMatches, visibleText} from './log-text.js'

describe('the text of a log', () => {
  it('keeps colours and drops what moves the cursor, sets a title or makes a link', () => {
    const line = '\u001b[2K\u001b[32mok\u001b[0m\u001b]0;title\u0007 \u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\'
    expect(visibleText(line).text).to.equal('\u001b[32mok\u001b[0m link')
  })

  it('shows the last text of an overwritten line', () => {
    expect(visibleText('10 %\r50 %\r100 %\r').text).to.equal('100 %')
  })

  it('replaces characters that would change the direction of the line', () => {
    expect(visibleText('a\u202eb\u0000c').text).to.equal('a\ufffdb\ufffdc')
  })

  it('cuts a line that is too long to read, and says by how much', () => {
    const {text, cut} = visibleText('x'.repeat(10_000))
    expect([text.length, cut]).to.deep.equal([4000, 6000])
  })

  it('finds lines ignoring case', () => {
    expect(searchLines(['An Error', 'fine', 'error'], 'ERROR')).to.deep.equal([0, 2])
  })

  it('splits a text at the matches', () => {
    expect(
      splitAtMatches('an Error, error', 'error').map(({text, match}) => (match ? `<${text}>` : text)),
    ).to.deep.equal(['an ', '<Error>', ', ', '<error>'])
  })
})
