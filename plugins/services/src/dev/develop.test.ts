import {once} from 'node:events'

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

  /** Ends after this many rounds. */
  const play = async (rounds: number, parts: Partial<RoundParts> = {}) => {
    const shown: Round[] = []
    const {signal} = controller
    const all: RoundParts = {
      build: async () => void done.push('build'),
      deploy: async () => {
        done.push('deploy')
        return {importMs: 1, rolloutMs: 2}
      },
      prepareRun: undefined,
      cleanUp: async () => {},
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

  it('builds and deploys at once, and again after a change', async () => {
    changes.note('main.go')
    await play(2)
    expect(done).to.deep.equal(['build', 'deploy', 'main.go', 'build', 'deploy'])
  })

  it('plays one more round for all changes during a build', async () => {
    let builds = 0
    const build = async () => {
      builds++
      if (builds === 1) for (const path of ['a.go', 'b.go', 'a.go']) changes.note(path)
    }
    await play(2, {build})
    expect(builds).to.equal(2)
    expect(done.filter((what) => what.endsWith('.go'))).to.deep.equal(['a.go,b.go'])
  })

  it('deploys nothing if the build fails, and continues with the next change', async () => {
    let builds = 0
    const build = async () => {
      if (++builds === 1) throw broken
    }
    changes.note('main.go')
    const [first, second] = await play(2, {build})
    expect([first?.failed, second?.failed]).to.deep.equal([{part: 'build', error: broken}, undefined])
    expect(done).to.deep.equal(['main.go', 'deploy'])
  })

  it('runs the workflow after the deployment', async () => {
    const prepareRun = async () => async () => ({reference: `hello#${done.length}`, outcome: 'succeeded'})
    const [round] = await play(1, {prepareRun})
    expect(round?.run).to.include({reference: 'hello#2', outcome: 'succeeded'})
  })

  it('prepares the run while the build runs', async () => {
    let prepared = () => {}
    const isPrepared = new Promise<void>((resolve) => (prepared = resolve))
    const build = () => isPrepared
    const prepareRun = async () => {
      prepared()
      return async () => ({reference: 'hello#1', outcome: 'succeeded'})
    }
    // Without that the build would not end.
    const [round] = await play(1, {build, prepareRun})
    expect(round?.failed).to.equal(undefined)
  })

  it('deploys even if the run cannot be prepared, and reports the run as failed', async () => {
    const [round] = await play(1, {prepareRun: () => Promise.reject(broken)})
    expect([done, round?.failed]).to.deep.equal([['build', 'deploy'], {part: 'run', error: broken}])
  })

  it('interrupts the cleanup on the next change, and repeats it after that round', async () => {
    const ends: boolean[] = []
    const cleanUp = async (quiet: AbortSignal) => {
      if (ends.length === 0) changes.note('main.go')
      if (!quiet.aborted) await once(quiet, 'abort')
      ends.push(quiet.aborted)
    }
    await play(2, {cleanUp})
    expect(ends).to.deep.equal([true, true])
    expect(done).to.deep.equal(['build', 'deploy', 'main.go', 'build', 'deploy'])
  })

  it('ends with an unexpected error', async () => {
    const parts: RoundParts = {
      build: () => Promise.reject(new TypeError('x')),
      deploy: async () => ({}),
      prepareRun: undefined,
      cleanUp: async () => {},
    }
    const {signal} = controller
    const end = develop({parts, changes, signal, onRound() {}, onChange() {}})
    expect(await end.catch((error: unknown) => error)).to.be.instanceOf(TypeError)
  })
})
