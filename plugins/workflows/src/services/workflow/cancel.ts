import type {Session} from '@rde/plugin-kit'
import {type RunSummary, withEngine} from '@rde/workflow/engine'

import {refuseLocalRun} from '../../local-runs.js'

export interface Cancelled {
  readonly run: string
  /** False for a run that was over already. */
  readonly changed: boolean
  readonly state: RunSummary['state']
}

/** Ends a run; its pods are deleted, and their logs with them. */
export async function cancelRun(
  session: Session,
  {run: wanted, signal}: {readonly run: string; readonly signal: AbortSignal},
): Promise<Cancelled> {
  refuseLocalRun(wanted, 'Press Ctrl-C where it runs to end it.')
  return withEngine(session, {signal}, async ({runs}) => {
    const run = await runs.find(wanted)
    const {reference, state} = run
    if (state !== 'pending' && state !== 'running') return {run: reference, changed: false, state}
    await runs.cancel(run)
    return {run: reference, changed: true, state: 'cancelled'}
  })
}
