import type {Session} from '@rde/plugin-kit'
import type {RunSummary} from '@rde/workflow/cluster/run-store'
import {unknownWorkflow} from '@rde/workflow/cluster/unknown-workflow'

import {withEngine} from '../../engine.js'

export interface RunsOptions {
  /** Of all workflows unless given. */
  readonly workflow?: string | undefined
  readonly signal: AbortSignal
}

/** The runs on the cluster, the newest first. */
export async function listRuns(session: Session, {workflow, signal}: RunsOptions): Promise<RunSummary[]> {
  return withEngine(session, signal, async ({runs, workflows}) => {
    const found = await runs.list(workflow)
    const unknown = workflow !== undefined && found.length === 0 && (await workflows.find(workflow)) === undefined
    if (unknown) throw unknownWorkflow(workflow)
    return found
  })
}
