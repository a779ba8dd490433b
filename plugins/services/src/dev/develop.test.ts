import {expect} from 'chai'

import {RdeError} from '@rde/errors'

import {Changes} from './changes.js'
import {develop, type Round, type RoundParts} from './develop.js'

const broken = new RdeError('The build of operator failed.', {code: 'RDE_SERVICE_BUILD', remedies: []})

describe('develop', () => {
  let done: string[]
  let changes: Changes
  let controller: AbortController
  beforeEach(() => {
    done = []
    changes = new Changes(async () => {})
    controller = new AbortController()
  })

  /** Ends after so many rounds. */
  const play = async (rounds: number, parts: Partial<RoundParts> = {}) => {
    const shown: Round[] = []
    const {signal} = controller
    const all: RoundParts = {
      build: async () => void done.push('build'),
      bring: async () => {
        done.push('bring')
        return {importMs: 1, rolloutMs: 2}
      },
      run: undefined,
      ...parts,
    }
    const onRound = (round: Round) => {
      shown.push(round)
      if (shown.length === rounds) controller.abort(new Error('interrupted'))
    }
    const options = {
      parts: all,
      changes,
      signal,
      onRound,
      onChange: (paths: readonly string[]) => done.push(`${paths}`),
    }
    expect(await develop(options).catch((error: Error) => error.message)).to.equal('interrupted')
    return shown
  }

  it('builds and brings at once, and again after a change', async () => {
    changes.note('main.go')
    await play(2)
    expect(done).to.deep.equal(['build', 'bring', 'main.go', 'build', 'bring'])
  })

  it('plays one more round for all that changes during a build', async () => {
    let builds = 0
    const build = async () => {
      builds++
      if (builds === 1) for (const path of ['a.go', 'b.go', 'a.go']) changes.note(path)
    }
    await play(2, {build})
    expect(builds).to.equal(2)
    expect(done.filter((what) => what.endsWith('.go'))).to.deep.equal(['a.go,b.go'])
  })

  it('brings nothing where the build fails, and goes on with the next change', async () => {
    let builds = 0
    const build = async () => {
      if (++builds === 1) throw broken
    }
    changes.note('main.go')
    const [first, second] = await play(2, {build})
    expect([first?.failed, second?.failed]).to.deep.equal([{part: 'build', error: broken}, undefined])
    expect(done).to.deep.equal(['main.go', 'bring'])
  })

  it('runs the workflow on what it brought', async () => {
    const [round] = await play(1, {run: async () => ({reference: 'hello#1', outcome: 'succeeded'})})
    expect(round?.run).to.include({reference: 'hello#1', outcome: 'succeeded'})
  })

  it('ends with an error that nobody foresaw', async () => {
    const parts: RoundParts = {build: () => Promise.reject(new TypeError('x')), bring: async () => ({}), run: undefined}
    const {signal} = controller
    const end = develop({parts, changes, signal, onRound() {}, onChange() {}})
    expect(await end.catch((error: unknown) => error)).to.be.instanceOf(TypeError)
  })
})
