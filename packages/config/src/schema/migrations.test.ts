import {expect} from 'chai'

import {migrate} from './migrations.js'

const steps = [
  {from: 0, migrate: (document: object) => ({...document, second: true})},
  {from: -1, migrate: (document: object) => ({...document, first: true})},
]

describe('migrate', () => {
  it('migrates one version at a time, in any order of the list', () => {
    expect(migrate({version: -1, kept: 3}, steps)).to.deep.equal({version: 1, kept: 3, first: true, second: true})
  })

  it('leaves the current version alone', () => {
    expect(migrate({version: 1, kept: 3}, steps)).to.deep.equal({version: 1, kept: 3})
  })

  it('returns anything but an object unchanged', () => {
    expect(migrate('text', steps)).to.equal('text')
  })
})
