import type {RdeError} from '@rde/errors'
import {expect} from 'chai'

import type {Phase, PhaseContext} from './phase.js'
import {runPhases, type PhaseObserver} from './run-phases.js'

/** Phases that a test ends by hand, with a record of what happened. */
class Stage {
  readonly events: string[] = []
  readonly #controls = new Map<string, {end(): void; fail(error: Error): void}>()
  readonly interruption = new AbortController()

  phase(id: string, after: string[] = [], deadlineMs = 5_000): Phase {
    return {
      id,
      title: id,
      after,
      deadlineMs,
      run: ({signal, report}) =>
        new Promise((resolve, reject) => {
          report(`${id} works`)
          signal.addEventListener('abort', () => reject(new Error(`${id} aborted`)))
          this.#controls.set(id, {end: () => resolve({changed: true, detail: 'did it'}), fail: reject})
        }),
    }
  }

  run(phases: readonly Phase[]) {
    const observer: PhaseObserver = {
      started: ({id}) => this.events.push(`${id} started`),
      reported() {},
      ended: ({id}) => this.events.push(`${id} ended`),
      failed: ({id}, {aborted}) => this.events.push(`${id} ${aborted ? 'aborted' : 'failed'}`),
    }
    const context = (signal: AbortSignal, report: (line: string) => void) => ({signal, report}) as PhaseContext
    return runPhases(phases, {signal: this.interruption.signal, observer, context})
  }

  async end(id: string): Promise<void> {
    this.#controls.get(id)!.end()
    await settle()
  }

  fail(id: string, message: string): void {
    this.#controls.get(id)!.fail(new Error(message))
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('runPhases', () => {
  it('starts a phase when its dependencies have ended, in parallel with others', async () => {
    const stage = new Stage()
    const run = stage.run([stage.phase('a'), stage.phase('b'), stage.phase('c', ['a', 'b'])])
    await settle()
    await stage.end('b')
    expect(stage.events).to.deep.equal(['a started', 'b started', 'b ended'])
    await stage.end('a')
    await stage.end('c')
    expect((await run).map(({id, changed, detail}) => ({id, changed, detail}))).to.deep.equal([
      {id: 'a', changed: true, detail: 'did it'},
      {id: 'b', changed: true, detail: 'did it'},
      {id: 'c', changed: true, detail: 'did it'},
    ])
  })

  it('rejects with the first failure, after the others were aborted', async () => {
    const stage = new Stage()
    const run = stage.run([stage.phase('a'), stage.phase('b'), stage.phase('c', ['a'])])
    await settle()
    stage.fail('a', 'a broke')
    expect(await run.catch((error: Error) => error.message)).to.equal('a: a broke')
    expect(stage.events).to.deep.equal(['a started', 'b started', 'a failed', 'b aborted'])
  })

  it('names the extension that a failed phase comes with, and how to continue without it', async () => {
    const stage = new Stage()
    const run = stage.run([{...stage.phase('a'), extension: '@team/x'}]).catch((error: RdeError) => error)
    await settle()
    stage.fail('a', 'a broke')
    const {message, remedies} = (await run) as RdeError
    expect(message).to.equal('a: a broke\nIt comes with the extension @team/x.')
    expect(remedies.at(-1)?.command).to.equal('rde plugins uninstall @team/x')
  })

  it('treats a dependency that is not among the phases as done', async () => {
    const stage = new Stage()
    const run = stage.run([stage.phase('b', ['a'])])
    await settle()
    await stage.end('b')
    expect((await run).map(({id}) => id)).to.deep.equal(['b'])
  })

  it('ends a phase at its deadline, with its last progress line', async () => {
    const stage = new Stage()
    const error = await stage.run([stage.phase('slow', [], 20)]).catch((thrown: Error) => thrown)
    expect(error).to.have.nested.property('oclif.exit', 124)
    expect(error).to.have.property('message').that.contains('Last seen: slow works')
  })

  it('rejects with the reason of an interruption', async () => {
    const stage = new Stage()
    const run = stage.run([stage.phase('a')])
    await settle()
    stage.interruption.abort(new Error('Ctrl-C'))
    expect(await run.catch((error: Error) => error.message)).to.equal('Ctrl-C')
  })
})
