import {createReadStream} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {createInterface} from 'node:readline'

import {processStartTime} from '@rde/process-runner/process-identity'

import type {RunEvent, RunOutcome, StepPhase} from '../../events.js'
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
  /** Empty as long as it goes on. */
  readonly steps: ReadonlyArray<{readonly name: string; readonly phase: StepPhase}>
}

/** The recorded runs, of one workflow or of all, the newest first. */
export async function listLocalRuns(root: string, workflow?: string): Promise<LocalRunSummary[]> {
  const workflows = workflow === undefined ? await recordedWorkflows(root) : [workflow]
  const listed = await Promise.all(
    workflows.map(async (name) => {
      const numbers = await recordNumbers(root, name)
      return Promise.all(numbers.map((number) => readSummary(root, {workflow: name, number})))
    }),
  )
  const found = listed.flat().filter((summary) => summary !== undefined)
  return found.sort((a, b) => b.createdAt.localeCompare(a.createdAt))
}

/** The events of a recorded run, one after the other: also those of a run that goes on, up to now. */
export async function* readLocalEvents(root: string, run: LocalRunName): AsyncGenerator<RunEvent> {
  const file = createReadStream(join(folderOf(root, run), 'events.jsonl'), 'utf8')
  for await (const line of createInterface({input: file})) {
    // The last line of a run that goes on may be there in part only.
    if (line.endsWith('}')) yield JSON.parse(line) as RunEvent
  }
}

async function readSummary(root: string, run: LocalRunName): Promise<LocalRunSummary | undefined> {
  const text = await readFile(join(folderOf(root, run), 'run.json'), 'utf8').catch(() => undefined)
  // Its folder was made a moment ago, or is being removed.
  if (text === undefined) return undefined
  const {on, startedAt, endedAt, outcome, pid, steps = []} = JSON.parse(text) as RecordedRun
  const goesOn = outcome === undefined && processStartTime(pid) !== undefined
  const state = outcome ?? (goesOn ? 'running' : 'cancelled')
  return {...run, reference: localReference(run), on, createdAt: startedAt, endedAt, state, steps}
}
