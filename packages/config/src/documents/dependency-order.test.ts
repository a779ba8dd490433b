import {expect} from 'chai'

import {dependencyOrder} from './dependency-order.js'

const order = (dependencies: Record<string, string[]>) => dependencyOrder(new Map(Object.entries(dependencies)))

describe('dependencyOrder', () => {
  it('puts each after its dependencies', () => {
    expect(order({c: ['b', 'a'], b: ['a'], a: []}).ordered).to.deep.equal(['a', 'b', 'c'])
  })

  it('keeps the given order of ids that are ready at the same time', () => {
    expect(order({a: [], d: ['b'], c: ['a'], b: []}).ordered).to.deep.equal(['a', 'b', 'd', 'c'])
  })

  it('ignores unknown ids', () => {
    expect(order({a: ['nobody']}).ordered).to.deep.equal(['a'])
  })

  it('counts a dependency that is named twice once', () => {
    expect(order({b: ['a', 'a'], a: []}).ordered).to.deep.equal(['a', 'b'])
  })

  it('names a cycle, without the ids that only depend on it', () => {
    expect(order({a: ['b'], b: ['a'], later: ['b'], free: []})).to.deep.equal({
      ordered: ['free'],
      cycles: [['a', 'b']],
    })
  })

  it('names every cycle', () => {
    expect(order({a: ['a'], b: ['c'], c: ['b']}).cycles).to.deep.equal([['a'], ['b', 'c']])
  })

  it('orders a chain that is longer than any stack', () => {
    const chain = new Map(Array.from({length: 50_000}, (_, index) => [`${index}`, [`${index + 1}`]]))
    expect(dependencyOrder(chain).ordered).to.have.length(50_000)
  })
})
