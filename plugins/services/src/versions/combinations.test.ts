import {expect} from 'chai'
import fc from 'fast-check'

import {combinationAt, combinationIndex, countCombinations, sortVersions, step, type Axis} from './combinations.js'

const axes: Axis[] = [
  {service: 'api', versions: ['1', '2']},
  {service: 'operator', versions: ['a', 'b', 'c']},
]

describe('combinations', () => {
  it('change the version of the last service first', () => {
    const all = Array.from({length: countCombinations(axes)}, (_, index) => combinationAt(axes, index))
    expect(all.map(({api, operator}) => `${api}${operator}`)).to.deep.equal(['1a', '1b', '1c', '2a', '2b', '2c'])
  })

  it('are found again by their index', () => {
    const axis = fc.record({
      service: fc.uuid(),
      versions: fc.uniqueArray(fc.string({minLength: 1}), {minLength: 1, maxLength: 5}),
    })
    fc.assert(
      fc.property(
        fc.uniqueArray(axis, {minLength: 1, maxLength: 4, selector: ({service}) => service}),
        fc.nat(),
        (some, nat) => {
          const index = nat % countCombinations(some)
          expect(combinationIndex(some, combinationAt(some, index))).to.equal(index)
        },
      ),
    )
  })

  it('have no index for a version that is not among them', () => {
    expect(combinationIndex(axes, {api: '1', operator: 'x'})).to.equal(undefined)
  })

  it('are none where there are no services', () => {
    expect(countCombinations([])).to.equal(0)
  })

  it('wrap around after the last one, and start at either end if none ran', () => {
    expect([step(5, 1, 6), step(0, -1, 6), step(undefined, 1, 6), step(undefined, -1, 6)]).to.deep.equal([0, 5, 0, 5])
  })
})

describe('sortVersions', () => {
  it('sorts numbers numerically, and removes duplicates', () => {
    expect(sortVersions(['1.10', '1.2', 'main', '1.2'])).to.deep.equal(['1.2', '1.10', 'main'])
  })
})
