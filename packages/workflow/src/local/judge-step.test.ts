import {expect} from 'chai'

import type {Expression} from '../document.js'
import {emptyEnvironment, type StepStatus} from '../expressions/environment.js'
import {judgeStep} from './judge-step.js'
import {step} from './testing/run-locally.js'

const done = {succeeded: true, failed: false, skipped: false}
const failed = {succeeded: false, failed: true, skipped: false}

function judge(dependsOn: readonly string[], when: Expression | undefined, steps: Record<string, StepStatus> = {}) {
  const fields = {dependsOn, ...(when !== undefined && {when})}
  return judgeStep(step('it', '', fields), {...emptyEnvironment, steps, parameters: {yes: true, no: false}})
}

describe('judgeStep', () => {
  it('starts a step that waits for nothing', () => expect(judge([], undefined)).to.deep.equal({go: 'start'}))

  it('waits for all dependencies, and names the open ones', () => {
    expect(judge(['a', 'b', 'c'], undefined, {b: done})).to.deep.equal({go: 'wait', reason: 'waits for a, c'})
  })

  it('skips as soon as one of them failed', () => {
    expect(judge(['a', 'b'], undefined, {b: failed})).to.deep.equal({go: 'skip', reason: 'b failed'})
  })

  it('skips when a condition is false, before its dependencies have ended', () => {
    expect(judge(['a'], '${parameters.no}')).to.deep.equal({go: 'skip', reason: 'when is false (parameters.no)'})
  })

  it('skips when one of several conditions is false, whatever the others wait for', () => {
    expect(judge([], ['${outputs.a.x}', '${parameters.no}']).go).to.equal('skip')
  })

  it('waits for what a condition refers to', () => {
    expect(judge([], ['${parameters.yes}', "${outputs.a.x == 'y'}"])).to.deep.equal({
      go: 'wait',
      reason: 'waits for output "x" of step "a"',
    })
  })

  for (const when of ['${steps.a.failed}', "${steps.'a'.failed}", "${steps['a'].failed}", '${steps."a".failed}']) {
    it(`lets a when that refers to a dependency decide: ${when}`, () => {
      expect(judge(['a'], when, {a: failed})).to.deep.equal({go: 'start'})
    })
  }

  it('does not confuse steps whose names start alike', () => {
    expect(judge(['a'], '${!steps.a-b.failed}', {a: failed, 'a-b': done}).go).to.equal('skip')
  })

  it('starts with an empty list of conditions', () => expect(judge([], [])).to.deep.equal({go: 'start'}))
})
