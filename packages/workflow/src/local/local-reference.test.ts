import {expect} from 'chai'

import {localReference, parseLocalReference} from './local-reference.js'

describe('parseLocalReference', () => {
  it('parses the output of localReference', () => {
    expect(parseLocalReference(localReference({workflow: 'a', number: 7}))).to.deep.equal({workflow: 'a', number: 7})
  })

  it('accepts a name without a number: the newest run', () =>
    expect(parseLocalReference('local/a')).to.deep.equal({workflow: 'a'}))

  for (const text of ['a#7', 'local/a#0', 'local/', 'a']) {
    it(`leaves "${text}" to the cluster`, () => expect(parseLocalReference(text)).to.equal(undefined))
  }
})
