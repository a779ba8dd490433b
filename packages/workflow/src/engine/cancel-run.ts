import type {WorkflowContext} from '../run/context.js'
import {withEngine} from './engine.js'
import type {RunSummary} from './run-summary.js'

export interface Cancelled {
  readonly run: string
  /** False for a run that was over already. */
  readonly changed: boolean
  readonly state: RunSummary['state']
}

/** Ends a run; its pods are deleted, and their logs with them. */
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
