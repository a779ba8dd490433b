import {expect} from 'chai'

import {
  combinationsOf,
  failuresOf,
  hasFailed,
  newState,
  nextOf,
  nextRound,
  parseState,
  isResumable,
  withResult,
  type CombinationResult,
  type SmokePlan,
} from './state.js'

const plan: SmokePlan = {
  axes: [
    {service: 'api', versions: ['1', '2']},
    {service: 'operator', versions: ['a', 'b']},
  ],
  suite: 'hash',
  cases: ['hello'],
}
const result = (place: number, failure?: string): CombinationResult => ({
  ...{place, combination: {}, startedAt: '2026-01-01T00:00:00Z', rollout: {ms: 1}, ms: 2},
  cases: [{name: 'hello', ms: 1, ...(failure !== undefined && {failure})}],
})

describe('The state of a smoke test', () => {
  it('goes through all combinations and ends', () => {
    let state = newState(plan)
    const seen: string[] = []
    for (let next = nextOf(state); next !== undefined; next = nextOf(state)) {
      seen.push(Object.values(next.combination).join(''))
      state = withResult(state, result(next.place))
    }
    expect(seen).to.deep.equal(['1a', '1b', '2a', '2b'])
  })

  it('resumes a stopped test only with the same plan', () => {
    const text = JSON.stringify(withResult(newState(plan), result(0)))
    const state = parseState(text)!
    expect(nextOf(state)?.combination).to.deep.equal({api: '1', operator: 'b'})
    expect([isResumable(state, plan), isResumable(state, {...plan, suite: 'other'})]).to.deep.equal([true, false])
  })

  for (const text of [undefined, '', '{', 'null', '{"version": 2}'])
    it(`starts over if the file contains ${text}`, () => {
      expect(parseState(text)).to.equal(undefined)
    })

  it('tests the running versions if none are named', () => {
    const none = {...plan, axes: []}
    expect([combinationsOf(none), nextOf(newState(none))]).to.deep.equal([1, {place: 0, combination: {}}])
  })

  it('keeps only the counts of earlier rounds', () => {
    const state = nextRound(withResult(withResult(newState(plan), result(0)), result(1, 'no')))
    expect(state).to.deep.include({round: 2, results: [], past: {passed: 1, failed: 1}})
  })
})

describe('A combination', () => {
  it('has failed if its rollout or a case has failed', () => {
    expect([hasFailed(result(0)), hasFailed(result(0, 'no'))]).to.deep.equal([false, true])
    expect(hasFailed({rollout: {ms: 1, failure: 'crash'}, cases: []})).to.equal(true)
  })

  it('names all failures', () => {
    const {cases} = result(0, 'no')
    expect(failuresOf({rollout: {ms: 1, failure: 'crash'}, cases})).to.deep.equal(['rollout: crash', 'hello: no'])
  })
})
