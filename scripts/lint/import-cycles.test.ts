import {expect} from 'chai'

import {wayBetween} from './import-cycles.js'

const graph = new Map([
  ['a', ['b']],
  ['b', ['c', 'd']],
  ['c', ['a']],
  ['d', []],
])

describe('wayBetween', () => {
  it('tells the shortest way by which a file comes back to another', () => {
    expect(wayBetween(graph, 'b', 'a')).to.deep.equal(['b', 'c', 'a'])
  })

  it('finds none where the imports lead elsewhere', () => {
    expect(wayBetween(graph, 'd', 'a')).to.equal(undefined)
  })
})
