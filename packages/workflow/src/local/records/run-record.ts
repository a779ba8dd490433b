import {createWriteStream, type WriteStream} from 'node:fs'
import {mkdir, rm} from 'node:fs/promises'
import {join} from 'node:path'

import {writeFileAtomically} from '@rde/config'

import type {RunEvent, RunOutcome, StepPhase} from '../../events.js'
import type {LocalRunName} from '../local-reference.js'
import {folderOf, recordNumbers} from './record-folders.js'

/** What `run.json` of a record holds. */
export interface RecordedRun extends LocalRunName {
  readonly on: 'docker' | 'host'
  readonly startedAt: string
  /** Of the rde that runs it. */
  readonly pid: number
  readonly endedAt?: string
  readonly outcome?: RunOutcome
  /** Where each step was at the end. */
  readonly steps?: ReadonlyArray<{readonly name: string; readonly phase: StepPhase}>
}

export interface RunRecord extends LocalRunName {
  write(event: RunEvent): void
  /** Resolves with why the record is not whole, if it is not: a run does not fail for that. */
  close(outcome: RunOutcome): Promise<string | undefined>
}

/** How many runs of a workflow are kept. */
const kept = 20
/** How much of a run's log is kept. */
const largestLog = 16 * 1024 * 1024

/** Takes the next number of a workflow and begins a record under it; the oldest records go. */
export async function openRunRecord(root: string, workflow: string, on: RecordedRun['on']): Promise<RunRecord> {
  const number = await takeNumber(root, workflow)
  const folder = folderOf(root, {workflow, number})
  const begun: RecordedRun = {workflow, number, on, startedAt: new Date().toISOString(), pid: process.pid}
  await writeFileAtomically(join(folder, 'run.json'), JSON.stringify(begun))
  await prune(root, workflow)
  const events = new EventFile(join(folder, 'events.jsonl'))
  const phases = new Map<string, StepPhase>()
  return {
    workflow,
    number,
    write(event) {
      if (event.type === 'step') phases.set(event.step, event.phase)
      events.write(event)
    },
    async close(outcome) {
      const steps = [...phases].map(([name, phase]) => ({name, phase}))
      const ended: RecordedRun = {...begun, endedAt: new Date().toISOString(), outcome, steps}
      const problem = await events.close()
      try {
        await writeFileAtomically(join(folder, 'run.json'), JSON.stringify(ended))
        return problem
      } catch (error) {
        return problem ?? (error as Error).message
      }
    },
  }
}

async function takeNumber(root: string, workflow: string): Promise<number> {
  for (let number = Math.max(0, ...(await recordNumbers(root, workflow))) + 1; ; number += 1) {
    const folder = folderOf(root, {workflow, number})
    await mkdir(join(folder, '..'), {recursive: true, mode: 0o700})
    // Made by this call or by nobody: two runs at the same moment get two numbers.
    const made = await mkdir(folder, {mode: 0o700}).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false
        throw error
      },
    )
    if (made) return number
  }
}

async function prune(root: string, workflow: string): Promise<void> {
  const numbers = (await recordNumbers(root, workflow)).sort((a, b) => b - a)
  for (const number of numbers.slice(kept)) await rm(folderOf(root, {workflow, number}), {recursive: true, force: true})
}

/** One line of JSON for each event. Of a log that is too long the end is left out, and that is said. */
class EventFile {
  readonly #stream: WriteStream
  #problem: string | undefined
  #logged = 0

  constructor(path: string) {
    this.#stream = createWriteStream(path, {mode: 0o600})
    this.#stream.on('error', (error) => (this.#problem ??= error.message))
  }

  write(event: RunEvent): void {
    if (this.#problem !== undefined) return
    if (event.type === 'log' && !this.#hasRoom(event.line.length)) return
    this.#stream.write(`${JSON.stringify(event)}\n`)
  }

  async close(): Promise<string | undefined> {
    await new Promise<void>((resolve) => {
      this.#stream.once('close', resolve)
      this.#stream.end()
      if (this.#stream.closed) resolve()
    })
    return this.#problem
  }

  #hasRoom(length: number): boolean {
    const before = this.#logged
    this.#logged += length
    if (before <= largestLog && this.#logged > largestLog) {
      this.write({
        type: 'notice',
        message: `the rest of the log is not kept: it has more than ${largestLog} characters`,
      })
    }
    return this.#logged <= largestLog
  }
}
