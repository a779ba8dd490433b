import {expect} from 'chai'

import {RdeError} from '@rde/errors'

import {ImageReference} from '../image-reference.js'
import {mapImages, withCause} from './map-images.js'

describe('mapImages', () => {
  it('completes the other images, and reports which failed', async () => {
    const items = ['a', 'b', 'c'].map((name) => ({reference: ImageReference.parse(name)}))
    const {done, failed} = await mapImages(items, async ({reference}) => {
      if (reference.familiarName === 'b') throw new Error('no')
      return reference.familiarName
    })
    expect({done, failed: failed.map(({reference}) => reference.familiarName)}).to.deep.equal({
      done: ['a', 'c'],
      failed: ['b'],
    })
  })
})

describe('withCause', () => {
  const failed = [{reference: ImageReference.parse('x'), error: new Error('The operation was aborted')}]
  const ended = (code: string) => AbortSignal.abort(new RdeError('why', {code}))

  it('keeps failures if nothing was aborted', () => {
    expect(withCause(new AbortController().signal, failed)).to.deep.equal(failed)
  })

  it('names the deadline if it ended the work', () => {
    expect(withCause(ended('RDE_DEADLINE'), failed)[0]?.error).to.have.property('code', 'RDE_DEADLINE')
  })

  it('throws the interruption if the user ended it', () => {
    expect(() => withCause(ended('RDE_INTERRUPTED'), failed)).to.throw('why')
  })
})
