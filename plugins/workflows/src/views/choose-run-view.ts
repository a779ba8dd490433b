import {printableJson} from '@rde/errors'

import {liveRun, type RunView} from './live-run.js'
import {plainRun} from './plain-run.js'

export interface ViewOptions {
  readonly json: boolean
  readonly quiet: boolean
  /** Command lines are printed in between, which would break a redrawn list. */
  readonly verbose: boolean
}

/** How a run is shown on standard error: a live list only on a terminal that can redraw. */
export function chooseRunView({json, quiet, verbose}: ViewOptions): RunView {
  const {stderr, env} = process
  const finish = () => {}
  const standAside: RunView['standAside'] = (work) => work()
  const write = (line: string) => void stderr.write(`${line}\n`)
  if (quiet) return {show() {}, standAside, finish}
  const show: RunView['show'] = ({type, ...details}) => write(printableJson(JSON.stringify({event: type, ...details})))
  if (json) return {show, standAside, finish}
  const redraws = stderr.isTTY && env['TERM'] !== 'dumb' && !env['CI']
  if (verbose || !redraws) return {show: plainRun(write), standAside, finish}
  return liveRun(stderr)
}
