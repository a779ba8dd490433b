import {setTimeout as sleep} from 'node:timers/promises'

import {expect} from 'chai'

import {deadlined} from './deadline.js'

describe('deadlined', () => {
  const limits = {timeoutMs: 20, signal: new AbortController().signal, report() {}}
  const endless = (signal: AbortSignal) => sleep(10_000, undefined, {signal})

  it('says what was seen last, with exit code 124', async () => {
    const failure = await deadlined(limits, async (signal, report) => {
      report('waiting for Deployment default/x')
      await endless(signal)
    }).catch((error: unknown) => error)
    expect(failure).to.have.property('message').that.contains('Last seen: waiting for Deployment default/x')
    expect(failure).to.have.nested.property('oclif.exit', 124)
  })

  it('reports a line once, however often it is said', async () => {
    const lines: string[] = []
    await deadlined({...limits, report: (line) => void lines.push(line)}, async (_, report) => {
      for (const line of ['a', 'a', 'b']) report(line)
    })
    expect(lines).to.deep.equal(['a', 'b'])
  })
})
