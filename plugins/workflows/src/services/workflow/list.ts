import type {Session} from '@rde/plugin-kit'
import {type RunSummary, withEngine} from '@rde/workflow/engine'

export interface ListedWorkflow {
  readonly name: string
  readonly revision: string | null
  readonly savedAt: string
  readonly steps: number
  readonly lastRun: {readonly run: string; readonly state: RunSummary['state']; readonly createdAt: string} | null
}

/** The workflows on the cluster, each with its newest run. */
export async function listWorkflows(session: Session, signal: AbortSignal): Promise<ListedWorkflow[]> {
  return withEngine(session, {signal}, async ({workflows, runs}) => {
    const [saved, all] = await Promise.all([workflows.list(), runs.list()])
    return saved.map(({name, revision = null, savedAt, steps}) => {
      const last = all.find(({workflow}) => workflow === name)
      const lastRun = last ? {run: last.reference, state: last.state, createdAt: last.createdAt} : null
      return {name, revision, savedAt, steps: steps.length, lastRun}
    })
  })
}
