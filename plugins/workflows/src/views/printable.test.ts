import {expect} from 'chai'

import {printable} from './printable.js'

describe('printable', () => {
  it('lets a name of a step write no line of its own', () => {
    const event = printable({type: 'step', step: 'a\r\n\u001b[31mfake', phase: 'failed', reason: 'x\u0007'})
    expect(event).to.deep.equal({
      ...{type: 'step', step: 'a\\x0d\\x0a\\x1b[31mfake', phase: 'failed'},
      reason: 'x\\x07',
    })
  })

  it('takes out of a log line what moves the cursor, and keeps tabs', () => {
    expect(printable({type: 'log', step: 'a', line: '\u001b[2Jone\ttwo\rthree'})).to.deep.include({
      line: 'one\ttwothree',
    })
  })

  it('shows of a large output only its beginning', () => {
    const event = printable({type: 'output', step: 'a', name: 'n', value: 'x'.repeat(1024 * 1024)})
    expect(JSON.stringify(event).length).to.be.lessThan(1_200)
  })
})
