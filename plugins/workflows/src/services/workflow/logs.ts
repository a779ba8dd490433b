import type {Session} from '@rde/plugin-kit'
import {followRun, type RunEnd} from '@rde/workflow/engine/follow/follow-run'
import {readLogs} from '@rde/workflow/engine/follow/read-logs'
import type {RunSummary} from '@rde/workflow/engine/run-store'
import type {RunEvent} from '@rde/workflow/events'

import {withEngine} from '../../../../../packages/workflow/src/engine/engine.js'
import {stepsOf} from '../../../../../packages/workflow/src/engine/steps-of-run.js'

export interface LogsOptions {
  readonly run: string
  /** Of all steps unless given. */
  readonly step?: string | undefined
  readonly follow: boolean
  readonly tell: (event: RunEvent) => void
  readonly started: (run: RunSummary, steps: readonly string[]) => void
  readonly signal: AbortSignal
}

export interface LogsResult {
  readonly run: RunSummary
  readonly end?: RunEnd
}

/** Tells the lines that the steps of a run have printed, or follows the run to its end. */
export async function showLogs(session: Session, options: LogsOptions): Promise<LogsResult> {
  const {follow, step, tell, started, signal} = options
  return withEngine(session, signal, async (engine) => {
    const {kubectl, runs} = engine
    const run = await runs.find(options.run)
    const steps = await stepsOf(run, {engine, step})
    started(
      run,
      steps.map(({name}) => name),
    )
    if (follow) return {run, end: await followRun({kubectl, run, steps, signal, tell})}
    await readLogs({kubectl, run, steps, signal, tell})
    return {run}
  })
}
