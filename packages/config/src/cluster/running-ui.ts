import {readFile, rm} from 'node:fs/promises'

import {processStartTime} from '@rde/process-runner/environment/process-identity'

import type {DataDirectory} from './data-directory.js'
import {writeFileAtomically} from '../files/write-file-atomically.js'

/** A running `rde ui`. */
export interface RunningUi {
  /** `http://127.0.0.1:4790` */
  readonly url: string
  /** Gives a browser access. */
  readonly token: string
  readonly pid: number
}

type UiRecord = RunningUi & {readonly startTime: string | undefined}

/** The default port of `rde ui`, used unless it is taken or another one is requested. Links to runs use it. */
export const defaultUiPort = 4790

/** Undefined if none runs: the record of a killed one is ignored. */
export async function readRunningUi({runningUi}: Pick<DataDirectory, 'runningUi'>): Promise<RunningUi | undefined> {
  const text = await readFile(runningUi, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const {startTime, ...ui} = JSON.parse(text) as UiRecord
  return startTime !== undefined && processStartTime(ui.pid) === startTime ? ui : undefined
}

/** Records the address of this `rde ui` until the returned function is called. */
export async function recordRunningUi(
  {runningUi}: Pick<DataDirectory, 'runningUi'>,
  ui: Omit<RunningUi, 'pid'>,
): Promise<() => Promise<void>> {
  const {pid} = process
  const record: UiRecord = {...ui, pid, startTime: processStartTime(pid)}
  await writeFileAtomically(runningUi, JSON.stringify(record))
  return () => rm(runningUi, {force: true})
}
