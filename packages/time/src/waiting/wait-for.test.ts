import type {RdeError} from '@rde/errors'
import {expect} from 'chai'

import {waitFor, type Look} from './wait-for.js'

const {signal} = new AbortController()
const caught = (thrown: RdeError) => thrown

/** Returns these results one after the other, and then the last one forever. */
function looks<Result>(...found: [Look<Result>, ...Look<Result>[]]): () => Promise<Look<Result>> {
  return async () => (found.length > 1 ? found.shift()! : found[0])
}

describe('waitFor', () => {
  it('returns the result of the check that is done', async () => {
    const result = await waitFor(looks<number>({missing: 'a'}, {missing: 'b'}, {done: 7}), {signal, pauseMs: 1})
    expect(result).to.equal(7)
  })

  it('reports what is missing once until it changes', async () => {
    const lines: string[] = []
    const look = looks({missing: 'a'}, {missing: 'a'}, {missing: 'b'}, {done: 7})
    await waitFor(look, {signal, pauseMs: 1, report: (line) => lines.push(line)})
    expect(lines).to.deep.equal(['a', 'b'])
  })

  it('rejects when a check rejects', async () => {
    const error = await waitFor(() => Promise.reject(new Error('no')), {signal, pauseMs: 1}).catch(caught)
    expect(error).to.have.property('message', 'no')
  })

  it('rejects with what was missing last after the timeout', async () => {
    const error = await waitFor(looks({missing: 'DNS'}), {signal, pauseMs: 1, timeoutMs: 5}).catch(caught)
    expect(error).to.have.property('message', 'Timed out after 5 ms.\nLast seen: DNS')
  })

  it('checks once even with a timeout of 0', async () => {
    expect(await waitFor(looks({done: 7}), {signal, timeoutMs: 0})).to.equal(7)
  })

  it('lets the caller make the timeout error', async () => {
    const onTimeout = async (missing: string) => new Error(`no ${missing}`)
    const error = await waitFor(looks({missing: 'DNS'}), {signal, timeoutMs: 0, onTimeout}).catch(caught)
    expect(error).to.have.property('message', 'no DNS')
  })

  it('rejects with the reason of its signal, also during a pause', async () => {
    const controller = new AbortController()
    const wait = waitFor(looks({missing: 'a'}), {signal: controller.signal, pauseMs: 60_000}).catch(caught)
    setImmediate(() => controller.abort(new Error('Interrupted.')))
    expect(await wait).to.have.property('message', 'Interrupted.')
  })

  it('checks again as soon as the hint resolves', async () => {
    const look = looks<number>({missing: 'a'}, {done: 7})
    expect(await waitFor(look, {signal, pauseMs: 60_000, hint: Promise.resolve()})).to.equal(7)
  })

  it('pauses before the first check if requested; the hint ends that pause', async () => {
    let hintNow = () => {}
    const hint = new Promise<void>((resolve) => (hintNow = resolve))
    let count = 0
    const wait = waitFor(async () => ({done: ++count}), {signal, firstPauseMs: 60_000, hint})
    await new Promise((resolve) => setImmediate(resolve))
    expect(count).to.equal(0)
    hintNow()
    expect(await wait).to.equal(1)
  })
})
