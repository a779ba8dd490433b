import {expect} from 'chai'

import {settle} from './settle.js'

describe('settle', () => {
  it('does the good ones, and tells which failed', async () => {
    const items = ['a', 'b', 'c'].map((reference) => ({reference}))
    const {done, failed} = await settle(items, async ({reference}) => {
      if (reference === 'b') throw new Error('no')
      return reference
    })
    expect({done: done.sort(), failed: failed.map(({reference}) => reference)}).to.deep.equal({
      done: ['a', 'c'],
      failed: ['b'],
    })
  })
})
