import type {RdeError} from '@rde/errors'
import {expect} from 'chai'

import {waitFor, type Look} from './wait-for.js'

const {signal} = new AbortController()
const caught = (thrown: RdeError) => thrown

/** Looks that find these one after the other, the last of them for ever. */
function looks<Result>(...found: [Look<Result>, ...Look<Result>[]]): () => Promise<Look<Result>> {
  return async () => (found.length > 1 ? found.shift()! : found[0])
}

describe('waitFor', () => {
  it('gives what the look that is done found', async () => {
    const result = await waitFor(looks<number>({missing: 'a'}, {missing: 'b'}, {done: 7}), {signal, pauseMs: 1})
    expect(result).to.equal(7)
  })

  it('reports what is missing once as long as it does not change', async () => {
    const lines: string[] = []
    const look = looks({missing: 'a'}, {missing: 'a'}, {missing: 'b'}, {done: 7})
    await waitFor(look, {signal, pauseMs: 1, report: (line) => lines.push(line)})
    expect(lines).to.deep.equal(['a', 'b'])
  })

  it('rejects when a look rejects', async () => {
    const error = await waitFor(() => Promise.reject(new Error('no')), {signal, pauseMs: 1}).catch(caught)
    expect(error).to.have.property('message', 'no')
  })

  it('rejects with what was missing last when its time is up', async () => {
    const error = await waitFor(looks({missing: 'DNS'}), {signal, pauseMs: 1, timeoutMs: 5}).catch(caught)
    expect(error).to.have.property('message', 'Timed out after 5 ms.\nLast seen: DNS')
  })

  it('looks once even if there is no time', async () => {
    expect(await waitFor(looks({done: 7}), {signal, timeoutMs: 0})).to.equal(7)
  })

  it('lets the caller say what a timeout means', async () => {
    const onTimeout = async (missing: string) => new Error(`no ${missing}`)
    const error = await waitFor(looks({missing: 'DNS'}), {signal, timeoutMs: 0, onTimeout}).catch(caught)
    expect(error).to.have.property('message', 'no DNS')
  })

  it('rejects with the reason of its signal, in the middle of a pause as well', async () => {
    const controller = new AbortController()
    const wait = waitFor(looks({missing: 'a'}), {signal: controller.signal, pauseMs: 60_000}).catch(caught)
    setImmediate(() => controller.abort(new Error('Interrupted.')))
    expect(await wait).to.have.property('message', 'Interrupted.')
  })

  it('looks again as soon as the hint resolves', async () => {
    const look = looks<number>({missing: 'a'}, {done: 7})
    expect(await waitFor(look, {signal, pauseMs: 60_000, hint: Promise.resolve()})).to.equal(7)
  })

  it('makes its first look after a pause where that is wanted, which the hint cuts short', async () => {
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
