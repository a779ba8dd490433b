import {expect} from 'chai'

import type {CombinationResult} from '../smoke/state.js'
import {renderCombination, renderSmoke} from './smoke.js'

const plan = {axes: [{service: 'operator', versions: ['a', 'b', 'c']}], suite: '', cases: ['hello']}
const passed: CombinationResult = {
  ...{place: 0, combination: {operator: 'a'}, startedAt: '', rollout: {ms: 4_000}, ms: 12_000, memoryBytes: 91_400_000},
  cases: [{name: 'hello', ms: 8_000}],
}
const broken: CombinationResult = {
  ...{place: 1, combination: {operator: 'b'}, startedAt: '', ms: 3_000, cases: [], evidence: '/tmp/e'},
  rollout: {ms: 3_000, failure: 'the new content does not run'},
}

describe('The report of a smoke test', () => {
  it('has a row for each combination', () => {
    expect(renderSmoke({plan, results: [passed, broken]}).split('\n')).to.deep.equal([
      '    OPERATOR   ROLLOUT    hello      TIME     MEMORY',
      '1   a          ok 4.0 s   ok 8.0 s   12.0 s   91 MB',
      '2   b          failed     –          3.0 s    –',
      '',
      '1 of 3 combinations passed; 1 not tested.',
    ])
  })

  it('has a line for a combination, and why it failed', () => {
    expect(renderCombination(broken, {plan, round: 1}).split('\n')).to.deep.equal([
      '2 of 3   failed   operator@b   3.0 s',
      '  rollout: the new content does not run',
      '  evidence: /tmp/e',
    ])
  })

  it('counts the rounds with --all-day', () => {
    expect(renderCombination(passed, {plan, round: 2})).to.equal(
      'round 2, 1 of 3   passed   operator@a   12.0 s   91 MB',
    )
  })
})
