import {readFile, rm} from 'node:fs/promises'

import {processStartTime} from '@rde/process-runner/environment/process-identity'

import type {DataDirectory} from './data-directory.js'
import {writeFileAtomically} from '../files/write-file-atomically.js'

/** A page that an `rde ui` serves now. */
export interface RunningUi {
  /** `http://127.0.0.1:4790` */
  readonly url: string
  /** Gives a browser access. */
  readonly token: string
  readonly pid: number
}

type Record = RunningUi & {readonly startTime: string | undefined}

/** The port that `rde ui` takes unless it is taken or another one is asked for: links to runs are made with it. */
export const defaultUiPort = 4790

/** Undefined if none runs: what a killed one left does not count. */
export async function readRunningUi({runningUi}: Pick<DataDirectory, 'runningUi'>): Promise<RunningUi | undefined> {
  const text = await readFile(runningUi, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const {startTime, ...ui} = JSON.parse(text) as Record
  return startTime !== undefined && processStartTime(ui.pid) === startTime ? ui : undefined
}

/** Says where our page is, until the returned function is called. */
export async function recordRunningUi(
  {runningUi}: Pick<DataDirectory, 'runningUi'>,
  ui: Omit<RunningUi, 'pid'>,
): Promise<() => Promise<void>> {
  const {pid} = process
  const record: Record = {...ui, pid, startTime: processStartTime(pid)}
  await writeFileAtomically(runningUi, JSON.stringify(record))
  return () => rm(runningUi, {force: true})
}
