import {asTypedIn} from '@rde/errors'

import type {Phase} from '../phases/phase.js'
import type {PhaseObserver} from '../phases/run-phases.js'

import {jsonProgress} from './json-progress.js'
import {plainProgress} from './plain-progress.js'

export interface ProgressOptions {
  readonly json: boolean
  readonly quiet: boolean
  /** Command lines are printed in between, which a redrawn list would tear apart. */
  readonly verbose: boolean
}

export type Progress = PhaseObserver & {
  /** Prints a line that belongs to no phase, where it does not disturb. */
  say(line: string): void
  /** To be awaited before anything else is printed. */
  finished(): Promise<void>
}

/** How phases report on standard error: as a live list only on a terminal that can redraw. */
export async function chooseProgress(
  phases: readonly Phase[],
  {json, quiet, verbose}: ProgressOptions,
): Promise<Progress> {
  const {stderr, env} = process
  const say = (line: string) => void stderr.write(`${asTypedIn(line)}\n`)
  const finished = async () => {}
  if (quiet) return {...silence, say() {}, finished}
  if (json) return {...jsonProgress(say), say: (line) => say(JSON.stringify({event: 'note', line})), finished}
  const redraws = stderr.isTTY && env['TERM'] !== 'dumb' && !env['CI']
  if (verbose || !redraws) return {...plainProgress(say), say, finished}
  const {listProgress} = await import('./list-progress.js')
  return listProgress(phases)
}

const silence: PhaseObserver = {started() {}, reported() {}, ended() {}, failed() {}}
