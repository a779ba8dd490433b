import {expect} from 'chai'

import type {Phase} from '../phases/phase.js'

import {plainProgress} from './plain-progress.js'

describe('plainProgress', () => {
  it('gives each event a line with the seconds since the start', () => {
    const lines: string[] = []
    let now = 1_000
    const observer = plainProgress(
      (line) => lines.push(line),
      () => now,
    )
    const phase = {id: 'cluster', title: 'Cluster'} as Phase
    observer.started(phase)
    now = 3_500
    observer.reported(phase, 'creating')
    observer.ended(phase, {
      id: 'cluster',
      title: 'Cluster',
      changed: true,
      detail: 'created',
      startedMs: 0,
      endedMs: 2_500,
    })
    expect(lines).to.deep.equal(['   2.5 s  Cluster: creating', '   2.5 s  Cluster: done, created (2.5 s)'])
  })
})
