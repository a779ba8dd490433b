import {expect} from 'chai'

import {criticalPath} from './critical-path.js'
import type {Phase} from './phase.js'

const phase = (id: string, ...after: string[]) => ({id, after}) as unknown as Phase
const report = (id: string, endedMs: number) => ({id, title: id, startedMs: 0, endedMs, changed: true, detail: ''})

describe('criticalPath', () => {
  it('follows, from the last to end, whichever it waited for longest', () => {
    const phases = [phase('a'), phase('slow'), phase('quick'), phase('last', 'slow', 'quick')]
    const reports = [report('a', 1), report('slow', 9), report('quick', 2), report('last', 10)]
    expect(criticalPath(phases, reports)).to.deep.equal(['slow', 'last'])
  })

  it('is empty when nothing ran', () => {
    expect(criticalPath([], [])).to.deep.equal([])
  })
})
