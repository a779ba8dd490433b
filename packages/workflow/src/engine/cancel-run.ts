import type {WorkflowContext} from '../run/context.js'
import {withEngine} from './engine.js'
import type {RunSummary} from './run-summary.js'

export interface Cancelled {
  readonly run: string
  /** False if the run had already ended. */
  readonly changed: boolean
  readonly state: RunSummary['state']
}

/** Cancels a run. Its pods are deleted together with their logs. */
export async function cancelRun(
  context: WorkflowContext,
  {run: wanted, signal}: {readonly run: string; readonly signal: AbortSignal},
): Promise<Cancelled> {
  return withEngine(context, {signal}, async ({runs}) => {
    const run = await runs.find(wanted)
    const {reference, state} = run
    if (state !== 'pending' && state !== 'running') return {run: reference, changed: false, state}
    await runs.cancel(run)
    return {run: reference, changed: true, state: 'cancelled'}
  })
}
