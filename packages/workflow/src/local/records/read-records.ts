import {createReadStream} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {createInterface} from 'node:readline'

import {processStartTime} from '@rde/process-runner/environment/process-identity'

import type {RunEvent, RunOutcome, StepPhase} from '../../run/events.js'
import {localReference, type LocalRunName} from '../local-reference.js'
import {folderOf, recordedWorkflows, recordNumbers} from './record-folders.js'
import type {RecordedRun} from './run-record.js'

/** A run without a cluster, as `rde workflow runs` lists it. */
export interface LocalRunSummary extends LocalRunName {
  /** `local/NAME#N` */
  readonly reference: string
  readonly on: 'docker' | 'host'
  readonly createdAt: string
  readonly endedAt: string | undefined
  /** A run whose rde was killed counts as cancelled. */
  readonly state: 'running' | RunOutcome
  /** Empty while the run is in progress. */
  readonly steps: ReadonlyArray<{readonly name: string; readonly phase: StepPhase}>
}

/** The recorded runs of one or all workflows, newest first. A record that cannot be read is reported and left out. */
export async function listLocalRuns(
  root: string,
  {workflow, onNotice}: {readonly workflow?: string | undefined; readonly onNotice?: (line: string) => void} = {},
): Promise<LocalRunSummary[]> {
  const workflows = workflow === undefined ? await recordedWorkflows(root) : [workflow]
  const listed = await Promise.all(
    workflows.map(async (name) => {
      const numbers = await recordNumbers(root, name)
      return Promise.all(numbers.map((number) => readSummary(root, {workflow: name, number}, onNotice)))
    }),
  )
  const found = listed.flat().filter((summary) => summary !== undefined)
  return found.sort((a, b) => b.createdAt.localeCompare(a.createdAt))
}

/** The recorded events of a run, in order; for a run in progress, those so far. */
export async function* readLocalEvents(root: string, run: LocalRunName): AsyncGenerator<RunEvent> {
  const file = createReadStream(join(folderOf(root, run), 'events.jsonl'), 'utf8')
  for await (const line of createInterface({input: file})) {
    const event = parsed(line)
    if (event !== undefined) yield event
  }
}

/** The last line may be incomplete if the run is in progress or its rde was killed. */
function parsed(line: string): RunEvent | undefined {
  try {
    return JSON.parse(line) as RunEvent
  } catch {
    return undefined
  }
}

/** What is recorded of a run besides its events. */
export interface LocalRunDetails extends LocalRunSummary {
  /** The content and the path of the file when it was run; absent in records of older versions. */
  readonly text?: string
  readonly file?: string
  readonly parameters: Readonly<Record<string, unknown>>
}

/** One recorded run; the newest of its workflow if no number is given. Undefined if there is none. */
export async function readLocalRun(
  root: string,
  {workflow, number}: {readonly workflow: string; readonly number?: number},
): Promise<LocalRunDetails | undefined> {
  const wanted = number ?? Math.max(0, ...(await recordNumbers(root, workflow)))
  const run = {workflow, number: wanted}
  const record = await readRecord(root, run)
  if (record === undefined) return undefined
  const {file, parameters = {}} = record
  const text = await readFile(join(folderOf(root, run), 'workflow.yaml'), 'utf8').catch(() => undefined)
  return {
    ...{...summaryOf(run, record), parameters},
    ...(text !== undefined && {text}),
    ...(file !== undefined && {file}),
  }
}

/** Undefined if there is no such record. */
export async function readSummary(
  root: string,
  run: LocalRunName,
  onNotice?: (line: string) => void,
): Promise<LocalRunSummary | undefined> {
  const record = await readRecord(root, run, onNotice)
  return record && summaryOf(run, record)
}

/** Undefined if the folder has no readable record, for example because it was just created or is being removed. */
async function readRecord(
  root: string,
  run: LocalRunName,
  onNotice?: (line: string) => void,
): Promise<RecordedRun | undefined> {
  const path = join(folderOf(root, run), 'run.json')
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const record = recordOf(text)
  if (record === undefined) onNotice?.(`The record ${path} cannot be read and is left out.`)
  return record
}

function summaryOf(
  run: LocalRunName,
  {on, startedAt, endedAt, outcome, pid, steps = []}: RecordedRun,
): LocalRunSummary {
  const isRunning = outcome === undefined && processStartTime(pid) !== undefined
  const state = outcome ?? (isRunning ? 'running' : 'cancelled')
  return {...run, reference: localReference(run), on, createdAt: startedAt, endedAt, state, steps}
}

function recordOf(text: string): RecordedRun | undefined {
  try {
    const record = JSON.parse(text) as Partial<RecordedRun> | null
    return typeof record?.startedAt === 'string' && typeof record.pid === 'number' ? (record as RecordedRun) : undefined
  } catch {
    return undefined
  }
}
