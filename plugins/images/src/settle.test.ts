import {expect} from 'chai'

import {RdeError} from '@rde/errors'

import {becauseOf, settle} from './settle.js'

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

describe('becauseOf', () => {
  const failed = [{reference: 'x', error: new Error('The operation was aborted')}]
  const ended = (code: string) => AbortSignal.abort(new RdeError('why', {code}))

  it('leaves failures alone that nothing ended', () => {
    expect(becauseOf(new AbortController().signal, failed)).to.deep.equal(failed)
  })

  it('names the deadline where that ended the work', () => {
    expect(becauseOf(ended('RDE_DEADLINE'), failed)[0]?.error).to.have.property('code', 'RDE_DEADLINE')
  })

  it('is the interruption itself where the user ended it', () => {
    expect(() => becauseOf(ended('RDE_INTERRUPTED'), failed)).to.throw('why')
  })
})
