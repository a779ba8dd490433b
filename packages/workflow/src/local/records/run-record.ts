import {createWriteStream, type WriteStream} from 'node:fs'
import {mkdir, readFile, rm} from 'node:fs/promises'
import {join} from 'node:path'

import {makeFolder, privateMode} from '@rde/config/files/make-folder'
import {writeFileAtomically} from '@rde/config'
import {processStartTime} from '@rde/process-runner/environment/process-identity'

import type {RunEvent, RunOutcome, StepPhase} from '../../run/events.js'
import type {InputFile} from '../../file/input-files.js'
import {toJson} from '../../to-json.js'
import type {LocalRunName} from '../local-reference.js'
import {folderOf, recordNumbers} from './record-folders.js'

/** The content of `run.json` in a record. */
export interface RecordedRun extends LocalRunName {
  readonly on: 'docker' | 'host'
  /** The absolute path of the file that was run. Absent in records of older versions. */
  readonly file?: string
  readonly parameters?: Readonly<Record<string, unknown>>
  readonly startedAt: string
  /** Input files that steps ran and that are not part of the workflow file itself. */
  readonly inputFiles?: readonly InputFile[]
  /** The process id of the rde that runs it. */
  readonly pid: number
  readonly endedAt?: string
  readonly outcome?: RunOutcome
  /** The phase of each step at the end. */
  readonly steps?: ReadonlyArray<{readonly name: string; readonly phase: StepPhase}>
}

export interface RunRecord extends LocalRunName {
  write(event: RunEvent): void
  /** Resolves with the reason if the record is incomplete: the run does not fail because of it. */
  close(outcome: RunOutcome): Promise<string | undefined>
}

/** How many runs of a workflow are kept. */
const kept = 20
/** How many characters of a run's logs, outputs and notices are kept. */
const largestRecord = 16 * 1024 * 1024

export interface RecordOptions extends Pick<RecordedRun, 'workflow' | 'on' | 'file' | 'parameters' | 'inputFiles'> {
  /** The content of the file. */
  readonly text?: string
}

/** Takes the next number of a workflow and starts a record under it; removes the oldest records. */
export async function openRunRecord(
  root: string,
  {text, inputFiles = [], ...about}: RecordOptions,
): Promise<RunRecord> {
  const {workflow} = about
  const number = await takeNumber(root, workflow)
  const folder = folderOf(root, {workflow, number})
  const started: RecordedRun = {
    ...{...about, number, startedAt: new Date().toISOString(), pid: process.pid},
    ...(inputFiles.length > 0 && {inputFiles}),
  }
  if (text !== undefined) await writeFileAtomically(join(folder, 'workflow.yaml'), text)
  await writeFileAtomically(join(folder, 'run.json'), toJson(started))
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
      const ended: RecordedRun = {...started, endedAt: new Date().toISOString(), outcome, steps}
      const problem = await events.close()
      try {
        await writeFileAtomically(join(folder, 'run.json'), toJson(ended))
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
    makeFolder(join(folder, '..'), privateMode)
    // Fails if the folder exists: concurrent runs get different numbers.
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

/** Removes the oldest records, except those of runs in progress. */
async function prune(root: string, workflow: string): Promise<void> {
  const numbers = (await recordNumbers(root, workflow)).sort((a, b) => b - a)
  for (const number of numbers.slice(kept)) {
    const folder = folderOf(root, {workflow, number})
    if (!(await isRunning(folder))) await rm(folder, {recursive: true, force: true})
  }
}

async function isRunning(folder: string): Promise<boolean> {
  try {
    const {outcome, pid} = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as RecordedRun
    return outcome === undefined && processStartTime(pid) !== undefined
  } catch {
    // An unreadable record is useless; remove it.
    return false
  }
}

/** One line of JSON per event. Past the size limit, logs, outputs and notices are dropped, with a notice. */
class EventFile {
  readonly #stream: WriteStream
  #problem: string | undefined
  #written = 0

  constructor(path: string) {
    this.#stream = createWriteStream(path, {mode: 0o600})
    this.#stream.on('error', (error) => (this.#problem ??= error.message))
  }

  write(event: RunEvent): void {
    if (this.#problem !== undefined) return
    const line = JSON.stringify(event)
    const isBounded = event.type === 'log' || event.type === 'output' || event.type === 'notice'
    if (!isBounded || this.#hasRoom(line.length)) this.#stream.write(`${line}\n`)
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
    const before = this.#written
    this.#written += length
    if (before <= largestRecord && this.#written > largestRecord) {
      const message = `the rest is not kept: the record of a run has at most ${largestRecord} characters`
      this.#stream.write(`${JSON.stringify({type: 'notice', message})}\n`)
    }
    return this.#written <= largestRecord
  }
}
