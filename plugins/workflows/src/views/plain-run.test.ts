import {expect} from 'chai'

import type {RunEvent} from '@rde/workflow'

import {plainRun} from './plain-run.js'

const lines = (...events: readonly RunEvent[]) => {
  const written: string[] = []
  const show = plainRun(
    (line) => written.push(line.trim()),
    () => 0,
  )
  show({type: 'run-started', run: 'a#1', workflow: 'a', steps: ['build', 'go']})
  events.forEach(show)
  return written.map((line) => line.replace(/^\S+ m?s {2}/, '')).slice(1)
}

describe('plainRun', () => {
  it('prefixes each log line with the name of its step', () => {
    expect(lines({type: 'log', step: 'go', line: 'x'})).to.deep.equal(['go    | x'])
  })

  it('prints the exit code and the duration of a failed step', () => {
    const times = {startedAt: '2026-01-01T00:00:00Z', endedAt: '2026-01-01T00:00:31Z'}
    const [line] = lines({type: 'step', step: 'go', phase: 'failed', exitCode: 2, ...times})
    expect(line).to.match(/^go: failed with exit code 2 after 31(\.0)? s$/)
  })

  it('prints why a step was skipped', () => {
    const [line] = lines({type: 'step', step: 'go', phase: 'skipped', reason: 'build did not succeed'})
    expect(line).to.equal('go: skipped: build did not succeed')
  })

  it('omits a step that waits for other steps, and prints one that waits for an answer', () => {
    const turn = {type: 'step', step: 'go', phase: 'waiting', reason: 'waits for build'} as const
    expect(lines(turn, {...turn, reason: 'approval'})).to.deep.equal(['go: waits for approval'])
  })
})
