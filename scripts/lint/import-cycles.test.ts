import {expect} from 'chai'

import {pathBetween} from './import-cycles.js'

const graph = new Map([
  ['a', ['b']],
  ['b', ['c', 'd']],
  ['c', ['a']],
  ['d', []],
])

describe('pathBetween', () => {
  it('returns the shortest import path from one file to another', () => {
    expect(pathBetween(graph, 'b', 'a')).to.deep.equal(['b', 'c', 'a'])
  })

  it('returns undefined if there is no such path', () => {
    expect(pathBetween(graph, 'd', 'a')).to.equal(undefined)
  })
})
