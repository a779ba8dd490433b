import type {Session} from '@rde/plugin-kit'
import {followRun, type RunEnd} from '@rde/workflow/engine/follow/follow-run'
import type {RunSummary} from '@rde/workflow/engine/run-store'
import type {RunEvent} from '@rde/workflow/events'

import {withEngine} from '../../../../../packages/workflow/src/engine/engine.js'

import {startRun, type StartOptions} from './start-run.js'

export interface RunOptions extends StartOptions {
  readonly follow: boolean
  readonly tell: (event: RunEvent) => void
  /** Told which run it is as soon as there is one. */
  readonly started: (run: RunSummary) => void
  readonly signal: AbortSignal
}

export interface RunResult {
  readonly run: RunSummary
  /** Absent for a run that is not followed. */
  readonly end?: RunEnd
}

/** Runs a workflow on the cluster, and follows it to its end if that is wanted. */
export async function runWorkflow(
  session: Session,
  {follow, tell, started, signal, ...options}: RunOptions,
): Promise<RunResult> {
  return withEngine(session, signal, async (engine) => {
    const {run, workflow} = await startRun(session, engine, options)
    started(run)
    if (!follow) return {run}
    const {kubectl, runs} = engine
    const end = await followRun({kubectl, run, steps: workflow.steps, signal, tell})
    return {run: await runs.find(run.name).catch(() => run), end}
  })
}
