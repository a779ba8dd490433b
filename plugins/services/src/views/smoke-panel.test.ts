import {expect} from 'chai'

import type {CombinationResult} from '../smoke/state.js'
import {smokeContent} from './smoke-panel.js'

const axes = [
  {service: 'api', versions: ['1', '2']},
  {service: 'operator', versions: ['a', 'b']},
]
const passed: CombinationResult = {
  ...{place: 0, combination: {api: '1', operator: 'a'}, startedAt: '', rollout: {ms: 1_500}, ms: 3_500},
  cases: [{name: 'hello', ms: 2_000}],
}
const failed: CombinationResult = {
  ...{place: 1, combination: {api: '2', operator: 'a'}, startedAt: '', rollout: {ms: 9_000, failure: 'it crashes'}},
  ...{ms: 9_000, cases: [], evidence: '/evidence/1'},
}
const content = (results: readonly CombinationResult[], round = 1) =>
  smokeContent({plan: {axes, suite: 'hash', cases: ['hello']}, results, round, past: {passed: 7, failed: 1}})

describe('the smoke panel', () => {
  it('has a matrix of two services', () => {
    const {columns, rows} = content([passed, failed]).tables![0]!
    expect([columns, ...rows.map(({cells}) => cells)]).to.deep.equal([
      ['api', 'a', 'b'],
      ['1', '✔\u00A0passed', 'not tested'],
      ['2', '✖\u00A0failed', 'not tested'],
    ])
  })

  it('has a row for each combination, with each of its workflows', () => {
    const {columns, rows} = content([passed, failed]).tables![1]!
    expect(columns).to.deep.equal(['No.', 'api', 'operator', 'Rollout', 'hello', 'Time'])
    expect(rows).to.deep.equal([
      {state: 'ok', cells: ['1', '1', 'a', '✔\u00A01.5 s', '✔\u00A02.0 s', '3.5 s']},
      {state: 'error', cells: ['2', '2', 'a', '✖\u00A0failed', 'not run', '9.0 s']},
    ])
  })

  it('counts, and names what failed and where its evidence is', () => {
    const {state, summary, problems} = content([passed, failed], 3)
    expect([state, summary]).to.deep.equal([
      'error',
      'Round 3: 1 passed, 1 failed, 2 not tested; before it, 7 passed and 1 failed.',
    ])
    expect(problems?.map(({message}) => message)).to.deep.equal([
      'api@2 operator@a: rollout: it crashes',
      'Its evidence: /evidence/1',
    ])
  })

  it('is ok only if everything was tested', () => {
    expect(content([passed]).state).to.equal('warning')
  })
})
