import {expect} from 'chai'

import type {Phase} from '../phases/phase.js'
import {jsonProgress} from './json-progress.js'

const phase: Phase = {id: 'a', title: 'A', run: async () => ({changed: false, detail: ''})}

describe('jsonProgress', () => {
  const lines: string[] = []
  const progress = jsonProgress((line) => lines.push(line))
  const lastEvent = () => JSON.parse(lines.at(-1) ?? '')

  it('reports a start', () => {
    progress.started(phase)
    expect(lastEvent()).to.deep.equal({event: 'phase-started', id: 'a'})
  })

  it('reports progress', () => {
    progress.reported(phase, 'two\nlines')
    expect(lastEvent()).to.deep.equal({event: 'phase-progress', id: 'a', line: 'two\nlines'})
  })

  it('reports an end with the whole report', () => {
    const report = {id: 'a', title: 'A', changed: true, detail: 'x', startedMs: 1, endedMs: 2}
    progress.ended(phase, report)
    expect(lastEvent()).to.deep.equal({event: 'phase-ended', ...report})
  })

  it("reports a failure, and whether it was the phase's own", () => {
    progress.failed(phase, {error: new Error('why'), aborted: true})
    expect(lastEvent()).to.deep.equal({event: 'phase-failed', id: 'a', aborted: true, message: 'why'})
  })

  it('writes one line per event', () => {
    expect(lines.filter((line) => line.includes('\n'))).to.deep.equal([])
  })
})
