import {getEventListeners} from 'node:events'

import {expect} from 'chai'

import {endAfter} from './end-within.js'

describe('endAfter', () => {
  it('starts no timer for a signal that is aborted once the work has ended', async () => {
    const {signal} = new AbortController()
    await endAfter(signal, 10_000, async () => 'done')
    expect(getEventListeners(signal, 'abort')).to.deep.equal([])
  })
})
