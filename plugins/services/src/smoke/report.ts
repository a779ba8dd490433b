import {join} from 'node:path'

import {readText, writeFileAtomically} from '@rde/config'

import {renderSmoke} from '../views/smoke.js'
import {renderJUnit} from './junit.js'
import type {SmokeState} from './state.js'

/** Writes the report. Called after each combination, so that a stopped test has a report. */
export async function writeReport(folder: string, state: SmokeState): Promise<void> {
  const {plan, results, round, past} = state
  await writeFileAtomically(join(folder, 'junit.xml'), renderJUnit(state))
  await writeFileAtomically(join(folder, 'smoke.txt'), `${renderSmoke(state)}\n`)
  await writeFileAtomically(join(folder, 'smoke.json'), toJson({plan, round, past, results}))
}

export function saveState(path: string, state: SmokeState): Promise<void> {
  return writeFileAtomically(path, toJson(state))
}

export function readState(path: string): Promise<string | undefined> {
  return readText(path)
}

function toJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
