import {expect} from 'chai'

import type {Phase} from '../phase.js'
import {listProgress} from './list-progress.js'

const phase = (id: string): Phase => ({id, title: id.toUpperCase(), run: async () => ({changed: false, detail: ''})})
const report = {id: 'a', title: 'A', changed: true, detail: 'did it', startedMs: 0, endedMs: 1_000}

describe('listProgress', () => {
  let written: string[]
  const phases = [phase('a'), phase('b')] as const
  const [a, b] = phases
  const open = (rows = 24) => {
    written = []
    const terminal = {columns: 40, rows, write: (text: string) => written.push(text)}
    return listProgress(phases, {terminal, look: {colour: false, unicode: true}, now: () => 0})
  }
  /** The last drawing, without what moves the cursor. */
  const last = () => (written.at(-1) ?? '').replaceAll(/.\[[0-9]*[AJ]|\r/g, '').split('\n')

  it('draws nothing before anything happens, and nothing at the end of nothing', async () => {
    await open().finished()
    expect(written).to.deep.equal([])
  })

  it('draws every phase in a row from the first on', async () => {
    const progress = open()
    progress.started(a)
    expect(last()).to.have.length(3)
    await progress.finished()
  })

  it('goes up over what it drew, and writes below it again', async () => {
    const progress = open()
    progress.started(a)
    progress.ended(a, report)
    expect(written.at(-1)).to.match(/^.\[2A\r.\[J/)
    await progress.finished()
  })

  it('prints a line above the list', async () => {
    const progress = open()
    progress.started(a)
    progress.say('Interrupted')
    expect(
      last()
        .slice(0, 2)
        .map((line) => line.trim().split(/\s+/)[0]),
    ).to.deep.equal(['Interrupted', 'A'])
    await progress.finished()
  })

  it('shows of an error of ours the first line, and of a program that it failed', async () => {
    const progress = open()
    progress.started(a)
    progress.failed(a, {error: Object.assign(new Error('exit code 1: k3d …'), {name: 'ProcessError'}), aborted: false})
    expect(last()[0]).to.equal('  A  ✖ a tool failed')
    await progress.finished()
  })

  it('marks at the end what never began', async () => {
    const progress = open()
    progress.started(a)
    progress.ended(a, report)
    await progress.finished()
    expect(written.join('')).to.contain('B  – not done')
  })

  it('shows the end of a list that is longer than the window', async () => {
    const progress = open(3)
    progress.started(b)
    expect(last()).to.have.length(2)
    await progress.finished()
  })
})
