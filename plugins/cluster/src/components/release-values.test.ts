import {expect} from 'chai'

import {fillIn} from './release-values.js'

describe('fillIn', () => {
  it('leaves what the user wrote and adds what is missing, at every depth', () => {
    const filled = fillIn({server: {image: 'mine'}}, {server: {image: 'theirs', replicas: 1}, ui: false})
    expect(filled).to.deep.equal({server: {image: 'mine', replicas: 1}, ui: false})
  })

  it("takes a user's false, null and empty list for an answer", () => {
    expect(fillIn({a: false, b: null, c: []}, {a: true, b: 1, c: [1]})).to.deep.equal({a: false, b: null, c: []})
  })
})
