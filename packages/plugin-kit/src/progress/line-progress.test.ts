import {expect} from 'chai'

import {TimedLines} from './line-progress.js'

describe('TimedLines', () => {
  let now: number
  let shown: string[]
  const lines = (patienceMs: number) => new TimedLines((line) => shown.push(line.trim()), {patienceMs, now: () => now})
  beforeEach(() => {
    now = 0
    shown = []
  })

  it('shows a line at once, with the seconds since the start', () => {
    const all = lines(0)
    now = 1_500
    all.report('pushing x')
    expect(shown).to.deep.equal(['1.5 s  pushing x'])
  })

  it('shows nothing for work that ends soon', () => {
    const all = lines(2_000)
    all.report('pushing x')
    now = 1_900
    all.tick()
    expect(shown).to.deep.equal([])
  })

  it('shows the current line of work that takes longer', () => {
    const all = lines(2_000)
    all.report('pushing x')
    all.report('waiting for y')
    now = 2_000
    all.tick()
    expect(shown).to.deep.equal(['2.0 s  waiting for y'])
  })

  it('repeats a line every 15 s while nothing else happens', () => {
    const all = lines(0)
    all.report('waiting for y')
    for (now = 1_000; now <= 31_000; now += 1_000) all.tick()
    expect(shown).to.deep.equal(['0.0 s  waiting for y', '15.0 s  waiting for y', '30.0 s  waiting for y'])
  })

  it('repeats nothing after the work is over', () => {
    const all = lines(0)
    all.report('waiting for y')
    all.rest()
    now = 31_000
    all.tick()
    expect(shown).to.deep.equal(['0.0 s  waiting for y'])
  })
})
