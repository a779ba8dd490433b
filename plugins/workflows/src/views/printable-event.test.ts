import {expect} from 'chai'

import {printableEvent} from './printable-event.js'

describe('printableEvent', () => {
  it('escapes line breaks in the name of a step', () => {
    const event = printableEvent({type: 'step', step: 'a\r\n\u001b[31mfake', phase: 'failed', reason: 'x\u0007'})
    expect(event).to.deep.equal({
      ...{type: 'step', step: 'a\\r\\n\\x1b[31mfake', phase: 'failed'},
      reason: 'x\\x07',
    })
  })

  it('removes cursor movements from a log line, and keeps tabs', () => {
    expect(printableEvent({type: 'log', step: 'a', line: '\u001b[2Jone\ttwo\rthree'})).to.deep.include({
      line: 'one\ttwothree',
    })
  })

  it('shows only the beginning of a large output', () => {
    const event = printableEvent({type: 'output', step: 'a', name: 'n', value: 'x'.repeat(1024 * 1024)})
    expect(JSON.stringify(event).length).to.be.lessThan(1_200)
  })
})
