import {expect} from 'chai'

import {parseExpectation} from './expectation.js'
import {judgeRun} from './judge.js'

const judge = (expected: string, result: Parameters<typeof judgeRun>[1]) =>
  judgeRun(parseExpectation(expected, 'x.expect.yaml'), result)
const succeeded = {outcome: 'succeeded'} as const
const failed = {outcome: 'failed', reason: 'step b failed'} as const

describe('judgeRun', () => {
  it('expects a run to succeed by default', () => {
    expect(judge('', {end: succeeded, outputs: {}})).to.equal(undefined)
    expect(judge('', {end: failed, outputs: {}})).to.equal('the run failed: step b failed; expected it to succeed')
  })

  it('can expect a run to fail', () => {
    expect(judge('outcome: fails', {end: failed, outputs: {}})).to.equal(undefined)
    expect(judge('outcome: fails', {end: succeeded, outputs: {}})).to.equal('the run succeeded; expected it to fail')
  })

  it('does not treat a run that can never start as failed', () => {
    const end = {...failed, stuck: true, reason: 'no image'}
    expect(judge('outcome: fails', {end, outputs: {}})).to.equal('the run cannot go on: no image')
  })

  it('compares only the named outputs', () => {
    const outputs = {greet: {greeting: 'Hello', other: 1}, count: {letters: {n: 5}}}
    const text = 'outputs: {greet: {greeting: Hello}, count: {letters: {n: 5}}}'
    expect(judge(text, {end: succeeded, outputs})).to.equal(undefined)
    expect(judge('outputs: {greet: {greeting: Bye}}', {end: succeeded, outputs})).to.equal(
      'output greeting of step greet is "Hello"; expected "Bye"',
    )
    expect(judge('outputs: {nobody: {x: 1}}', {end: succeeded, outputs})).to.contain('was not set')
  })
})

describe('parseExpectation', () => {
  it('parses parameters as text, and a duration', () => {
    const text = 'parameters: {count: 3, dry: true}\ntimeout: 90s'
    expect(parseExpectation(text, '')).to.deep.include({parameters: {count: '3', dry: 'true'}, timeout: 90_000})
  })

  for (const text of ['outcome: explodes', 'outcom: fails', 'timeout: soon', 'outcome: [', '- a'])
    it(`names the file if it contains ${JSON.stringify(text)}`, () => {
      expect(() => parseExpectation(text, 'a.expect.yaml'))
        .to.throw('a.expect.yaml is not a valid expectation')
        .with.property('code', 'RDE_SMOKE_EXPECTATION')
    })
})
