import {exitCodes, isRdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import type {RunSummary} from '@rde/workflow/engine/run-store'
import {unknownWorkflow} from '@rde/workflow/engine/unknown-workflow'
import {listLocalRuns, type LocalRunSummary} from '@rde/workflow/local/records/read-records'

import {withEngine} from '../../../../../packages/workflow/src/engine/engine.js'

export interface RunsOptions {
  /** Of all workflows unless given. */
  readonly workflow?: string | undefined
  readonly signal: AbortSignal
}

/** The runs on the cluster and those without one, the newest first. A cluster that is not there is an error only if none were. */
export async function listRuns(session: Session, options: RunsOptions): Promise<Array<RunSummary | LocalRunSummary>> {
  const local = await listLocalRuns(session.data.localRuns, options.workflow)
  const runs = [...local, ...(await clusterRuns(session, options, local.length > 0))]
  return runs.sort((a, b) => b.createdAt.localeCompare(a.createdAt))
}

async function clusterRuns(
  session: Session,
  {workflow, signal}: RunsOptions,
  othersFound: boolean,
): Promise<readonly RunSummary[]> {
  try {
    return await withEngine(session, signal, async ({runs, workflows}) => {
      const found = await runs.list(workflow)
      const none = workflow !== undefined && found.length === 0 && !othersFound
      if (none && (await workflows.find(workflow)) === undefined) throw unknownWorkflow(workflow)
      return found
    })
  } catch (error) {
    const noCluster = isRdeError(error) && error.oclif.exit === exitCodes.clusterAbsent
    if (noCluster && othersFound) return []
    throw error
  }
}
