import {expect} from 'chai'

import {BoundedLines} from './bounded-lines.js'
import {Secrets} from '../masking/secrets.js'

function linesOf(chunks: readonly Buffer[], maximum?: number, secrets?: Secrets): string[] {
  const lines: string[] = []
  const cutter = new BoundedLines((line) => lines.push(line), {...(maximum !== undefined && {maximum}), secrets})
  for (const chunk of chunks) cutter.write(chunk)
  cutter.end()
  return lines
}

const bytes = (...texts: string[]) => texts.map((text) => Buffer.from(text))

describe('BoundedLines', () => {
  it('joins the parts of a line', () => expect(linesOf(bytes('a', 'b\nc', '\n'))).to.deep.equal(['ab', 'c']))

  it('keeps empty lines and passes on a last line without a break', () =>
    expect(linesOf(bytes('a\n\nb'))).to.deep.equal(['a', '', 'b']))

  it('treats a carriage return as part of the break', () => expect(linesOf(bytes('a\r\n'))).to.deep.equal(['a']))

  it('joins a character that arrives in two parts', () => {
    const text = Buffer.from('é\n')
    expect(linesOf([text.subarray(0, 1), text.subarray(1)])).to.deep.equal(['é'])
  })

  it('cuts and marks a line that is too long, and continues with the next', () =>
    expect(linesOf(bytes('abcdef', 'gh\nij\n'), 4)).to.deep.equal(['abcd … (4 more characters in this line)', 'ij']))

  it('masks a secret across the cut', () => {
    const secrets = new Secrets()
    secrets.learn('hunter2-token')
    expect(linesOf(bytes('say hunter2-token twice\n'), 12, secrets)).to.deep.equal([
      'say •••• … (11 more characters in this line)',
    ])
  })
})
