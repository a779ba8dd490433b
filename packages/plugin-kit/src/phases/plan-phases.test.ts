import {expect} from 'chai'

import type {Phase} from './phase.js'
import {planPhases} from './plan-phases.js'

const phase = (id: string, ...after: string[]): Phase => ({
  id,
  title: id,
  after,
  run: async () => ({changed: false, detail: ''}),
})
const ids = (phases: readonly Phase[]) => phases.map(({id}) => id)

describe('planPhases', () => {
  it('puts each phase after its dependencies', () => {
    expect(ids(planPhases([phase('c', 'b'), phase('b', 'a'), phase('a')]))).to.deep.equal(['a', 'b', 'c'])
  })

  it('names the phase that two plugins provide', () => {
    expect(() => planPhases([phase('a'), phase('a')])).to.throw('same id: a')
  })

  it('names the phase that nobody provides', () => {
    expect(() => planPhases([phase('a', 'x')])).to.throw('waits for x')
  })

  it('names phases that wait for each other', () => {
    expect(() => planPhases([phase('a', 'b'), phase('b', 'a')])).to.throw('wait for each other: a, b')
  })

  it('leaves out phases that --only does not name', () => {
    expect(ids(planPhases([phase('a'), phase('b', 'a'), phase('c')], {only: ['b']}))).to.deep.equal(['b'])
  })

  it('leaves out phases to be skipped', () => {
    expect(ids(planPhases([phase('a'), phase('b', 'a')], {skip: ['a']}))).to.deep.equal(['b'])
  })

  it('refuses a selection with an unknown phase, as wrong usage', () => {
    expect(() => planPhases([phase('a')], {skip: ['z']}))
      .to.throw('no phase called z')
      .with.nested.property('oclif.exit', 2)
  })
})
