import {once} from 'node:events'

import type {RdeError} from '@rde/errors'
import {expect} from 'chai'

import {timedOut, withDeadline} from './deadline.js'

const {signal} = new AbortController()
const caught = (thrown: RdeError) => thrown
const untilAborted = async (aborted: AbortSignal): Promise<never> => {
  await once(aborted, 'abort')
  throw new Error('kubectl was interrupted')
}

describe('timedOut', () => {
  it('names the limit', () => {
    expect(timedOut({timeoutMs: 120_000}).message).to.equal('Timed out after 2 min.')
  })

  it('names what took too long, and what was seen last', () => {
    const {message} = timedOut({timeoutMs: 90_000, what: 'Vault', lastSeen: 'waiting for vault-0'})
    expect(message).to.equal('Vault timed out after 90 s.\nLast seen: waiting for vault-0')
  })

  it('ends rde with exit code 124', () => {
    expect(timedOut({timeoutMs: 1}).oclif.exit).to.equal(124)
  })
})

describe('withDeadline', () => {
  it('returns the result of the work', async () => {
    expect(await withDeadline({timeoutMs: 60_000, signal}, async () => 7)).to.equal(7)
  })

  it('rejects with the error of the work before the deadline', async () => {
    const error = await withDeadline({timeoutMs: 60_000, signal}, () => Promise.reject(new Error('no'))).catch(caught)
    expect(error).to.have.property('message', 'no')
  })

  it('rejects with its own error and the last reported line after the deadline', async () => {
    const error = await withDeadline({timeoutMs: 1, signal}, (aborted, report) => {
      report('pulling')
      return untilAborted(aborted)
    }).catch(caught)
    expect(error).to.have.property('message', 'Timed out after 1 ms.\nLast seen: pulling')
  })

  it('rejects with the reason of the outer signal if that is aborted first', async () => {
    const outer = new AbortController()
    const work = withDeadline({timeoutMs: 60_000, signal: outer.signal}, untilAborted).catch(caught)
    outer.abort(new Error('Interrupted.'))
    expect(await work).to.have.property('message', 'Interrupted.')
  })

  it('aborts the signal of the work when the work has ended', async () => {
    const inner = await withDeadline({timeoutMs: 60_000, signal}, async (given) => given)
    expect(inner.aborted).to.equal(true)
  })

  it('reports a repeated line once', async () => {
    const lines: string[] = []
    await withDeadline({timeoutMs: 60_000, signal, report: (line) => lines.push(line)}, async (_, report) => {
      for (const line of ['a', 'a', 'b']) report(line)
    })
    expect(lines).to.deep.equal(['a', 'b'])
  })
})
