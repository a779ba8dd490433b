import {PassThrough} from 'node:stream'
import {setTimeout as sleep} from 'node:timers/promises'

import {expect} from 'chai'

import {liveRun} from './live-run.js'

/** A terminal that records what is written to it. */
function terminal() {
  const written: string[] = []
  const stream = Object.assign(new PassThrough(), {isTTY: true, columns: 80, rows: 24})
  stream.on('data', (chunk: Buffer) => written.push(chunk.toString()))
  return {stream: stream as unknown as NodeJS.WriteStream, written}
}

describe('liveRun', () => {
  it('draws frames, not lines, and shows the end of a flood of lines', async () => {
    const {stream, written} = terminal()
    const view = liveRun(stream)
    view.show({type: 'run-started', run: 'a#1', workflow: 'a', steps: ['one']})
    for (let line = 1; line <= 100_000; line += 1) view.show({type: 'log', step: 'one', line: `line ${line}`})
    view.finish()
    await sleep(0)
    expect(written.join('').match(/Run a#1/g)).to.have.length.lessThan(5)
    expect(written.join(''))
      .to.contain('line 100000')
      .and.to.match(/\(\d+ lines are in the log only\)/)
  })

  it('stops drawing during a question, and shows afterwards what happened', async () => {
    const {stream, written} = terminal()
    const view = liveRun(stream)
    view.show({type: 'run-started', run: 'a#1', workflow: 'a', steps: ['one']})
    const before = await view.standAside(async () => {
      await sleep(0)
      const mark = written.length
      view.show({type: 'log', step: 'one', line: 'meanwhile'})
      await sleep(120)
      return written.slice(mark).join('')
    })
    view.finish()
    await sleep(0)
    expect(before).to.not.contain('meanwhile')
    expect(written.join('')).to.contain('meanwhile')
  })
})
