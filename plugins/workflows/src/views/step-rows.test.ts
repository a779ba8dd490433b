import {expect} from 'chai'

import type {StepEvent} from '@rde/workflow'

import {stepRows} from './step-rows.js'

const step = (name: string, event: Partial<StepEvent>, lines: string[] = []) => ({
  event: {type: 'step', step: name, phase: 'waiting', ...event} as StepEvent,
  lines,
})
const screen = {columns: 60, rows: 24, unicode: true, now: Date.parse('2026-01-01T00:00:08Z')}

describe('stepRows', () => {
  it('shows how long a running step has run, and its last line', () => {
    const running = step('test', {phase: 'running', startedAt: '2026-01-01T00:00:00Z'}, ['one', 'ok'])
    expect(stepRows([running], screen)[0]).to.match(/^ {2}● test {2}running 8(\.0)? s {3}│ ok$/)
  })

  it('cuts each row to the width of the screen', () => {
    const [row = ''] = stepRows([step('a', {phase: 'failed', reason: 'x'.repeat(200)})], screen)
    expect(row.length).to.be.lessThan(60)
  })

  it('shows running steps first if not all fit', () => {
    const many = [...'abcdefgh'].map((name) => step(name, {phase: 'succeeded'}))
    const rows = stepRows([...many, step('now', {phase: 'running'})], {...screen, rows: 7})
    expect([rows[0]?.slice(0, 7), rows.at(-1)]).to.deep.equal(['  ● now', '  and 6 more'])
  })

  it('uses only ASCII if the terminal shows nothing else', () => {
    const rows = stepRows([step('a', {phase: 'failed'}), step('b', {phase: 'succeeded'})], {...screen, unicode: false})
    expect(rows.map((row) => row.trim()[0])).to.deep.equal(['x', 'v'])
  })
})
