import type {RunEvent} from '@rde/workflow/events'

import {plainRun} from './plain-run.js'

export interface ViewWishes {
  readonly json: boolean
  readonly quiet: boolean
  /** Command lines are printed in between, which a redrawn list would tear apart. */
  readonly verbose: boolean
}

export interface RunView {
  tell(event: RunEvent): void
  /** Leaves the terminal to a question for as long as `work` takes. */
  standAside<Answer>(work: () => Promise<Answer>): Promise<Answer>
  /** To be called before anything else is printed. */
  finish(): void
}

/** How a run tells of itself on standard error: a live list only on a terminal that can redraw. */
export async function chooseRunView({json, quiet, verbose}: ViewWishes): Promise<RunView> {
  const {stderr, env} = process
  const finish = () => {}
  const standAside: RunView['standAside'] = (work) => work()
  const write = (line: string) => void stderr.write(`${line}\n`)
  if (quiet) return {tell() {}, standAside, finish}
  if (json) return {tell: ({type, ...details}) => write(JSON.stringify({event: type, ...details})), standAside, finish}
  const redraws = stderr.isTTY && env['TERM'] !== 'dumb' && !env['CI']
  if (verbose || !redraws) return {tell: plainRun(write), standAside, finish}
  const {liveRun} = await import('./live-run.js')
  return liveRun(stderr)
}
