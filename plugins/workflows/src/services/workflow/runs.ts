import {exitCodes, isRdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {type RunSummary, unknownWorkflow, withEngine} from '@rde/workflow/engine'
import {listLocalRuns, type LocalRunSummary, sweepRunFolders} from '@rde/workflow/local'

export interface RunsOptions {
  /** All workflows unless given. */
  readonly workflow?: string | undefined
  readonly onNotice: (line: string) => void
  readonly signal: AbortSignal
}

type AnyRun = RunSummary | LocalRunSummary

/** Cluster runs and local runs, the newest first. A missing cluster is an error only if there are no local runs. */
export async function listRuns(session: Session, options: RunsOptions): Promise<AnyRun[]> {
  await sweepRunFolders()
  const local = await listLocalRuns(session.data.localRuns, options)
  const runs = [...local, ...(await clusterRuns(session, options, local.length > 0))]
  return runs.sort((a, b) => b.createdAt.localeCompare(a.createdAt))
}

async function clusterRuns(
  session: Session,
  {workflow, onNotice, signal}: RunsOptions,
  othersFound: boolean,
): Promise<readonly RunSummary[]> {
  try {
    return await withEngine(session, {signal}, async ({runs, workflows}) => {
      const found = await runs.list(workflow)
      const none = workflow !== undefined && found.length === 0 && !othersFound
      if (none && (await workflows.find(workflow)) === undefined) throw unknownWorkflow(workflow)
      return found
    })
  } catch (error) {
    if (!othersFound || !isEngineAway(error)) throw error
    onNotice(`Only runs without a cluster are listed. ${error.message}`)
    return []
  }
}

function isEngineAway(error: unknown): error is Error {
  return isRdeError(error) && (error.oclif.exit === exitCodes.clusterAbsent || error.code === 'RDE_ENGINE_ABSENT')
}
