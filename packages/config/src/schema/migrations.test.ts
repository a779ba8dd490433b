import {expect} from 'chai'

import {migrate} from './migrations.js'

const steps = [
  {from: 0, migrate: (document: object) => ({...document, second: true})},
  {from: -1, migrate: (document: object) => ({...document, first: true})},
]

describe('migrate', () => {
  it('goes one version at a time, whatever the order of the list', () => {
    expect(migrate({version: -1, kept: 3}, steps)).to.deep.equal({version: 1, kept: 3, first: true, second: true})
  })

  it('leaves the current version alone', () => {
    expect(migrate({version: 1, kept: 3}, steps)).to.deep.equal({version: 1, kept: 3})
  })

  it('passes on what is no document', () => {
    expect(migrate('text', steps)).to.equal('text')
  })
})
