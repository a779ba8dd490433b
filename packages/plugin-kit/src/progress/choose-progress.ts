import {asTypedIn} from '@rde/errors'

import type {Phase} from '../phases/phase.js'
import type {PhaseObserver} from '../phases/run-phases.js'

import {jsonProgress} from './json-progress.js'
import {plainProgress} from './plain-progress.js'

export interface ProgressOptions {
  readonly json: boolean
  readonly quiet: boolean
  /** Command lines are printed in between; redrawing a list would garble them. */
  readonly verbose: boolean
}

export type Progress = PhaseObserver & {
  /** Prints a line that belongs to no phase, without disturbing the list. */
  print(line: string): void
  /** Await it before printing anything else. */
  finished(): Promise<void>
}

/** How phases report to standard error: as a live list only on a terminal that can redraw. */
export async function chooseProgress(
  phases: readonly Phase[],
  {json, quiet, verbose}: ProgressOptions,
): Promise<Progress> {
  const {stderr, env} = process
  const print = (line: string) => void stderr.write(`${asTypedIn(line)}\n`)
  const finished = async () => {}
  if (quiet) return {...silence, print() {}, finished}
  if (json) return {...jsonProgress(print), print: (line) => print(JSON.stringify({event: 'note', line})), finished}
  const redraws = stderr.isTTY && env['TERM'] !== 'dumb' && !env['CI']
  if (verbose || !redraws) return {...plainProgress(print), print, finished}
  const {listProgress} = await import('./list-progress.js')
  return listProgress(phases)
}

const silence: PhaseObserver = {started() {}, reported() {}, ended() {}, failed() {}}
