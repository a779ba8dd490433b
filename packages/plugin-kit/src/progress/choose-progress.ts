import type {Phase} from '../phase.js'
import type {PhaseObserver} from '../run-phases.js'

import {jsonProgress} from './json-progress.js'
import {plainProgress} from './plain-progress.js'

export interface ProgressWishes {
  readonly json: boolean
  readonly quiet: boolean
  /** Command lines are printed in between, which a redrawn list would tear apart. */
  readonly verbose: boolean
}

export type Progress = PhaseObserver & {
  /** To be awaited before anything else is printed. */
  finished(): Promise<void>
}

/** How phases tell of themselves on standard error: a live list only on a terminal that can redraw. */
export async function chooseProgress(
  phases: readonly Phase[],
  {json, quiet, verbose}: ProgressWishes,
): Promise<Progress> {
  const write = (line: string) => void process.stderr.write(`${line}\n`)
  const finished = async () => {}
  if (quiet) return {...silence, finished}
  if (json) return {...jsonProgress(write), finished}
  const redraws = process.stderr.isTTY && process.env['TERM'] !== 'dumb' && !process.env['CI']
  if (verbose || !redraws) return {...plainProgress(write), finished}
  const {listProgress} = await import('./list-progress.js')
  return listProgress(phases)
}

const silence: PhaseObserver = {started() {}, reported() {}, ended() {}, failed() {}}
