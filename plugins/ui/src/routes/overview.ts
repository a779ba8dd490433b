import {withEngine, type RunSummary} from '@rde/workflow/engine'
import {listLocalRuns, type LocalRunSummary} from '@rde/workflow/local'

import type {Overview, RunRow} from '../api.js'
import {failureOf} from '../server/refusal.js'
import {listFolders} from '../sources.js'
import {route, type UiContext} from './ui-context.js'

/** The most runs in the overview. */
const mostRuns = 50

export const overviewRoutes = [
  route('GET /api/overview', async ({context}) => ({json: await overview(context)})),
  route('GET /api/changes', async ({context}) => ({
    stream: (events) => {
      const stop = context.changes.listen(() => events.send({type: 'changed'}))
      events.closed.addEventListener('abort', stop)
    },
  })),
]

async function overview({version, session, folders, signal}: UiContext): Promise<Overview> {
  const [cluster, local, listed] = await Promise.all([
    askCluster({session, signal}),
    listLocalRuns(session.data.localRuns),
    listFolders(folders),
  ])
  const runs = [...local.map(localRow), ...cluster.runs.map(clusterRow)]
  runs.sort((one, other) => other.createdAt.localeCompare(one.createdAt))
  return {version, cluster: cluster.part, folders: listed, runs: runs.slice(0, mostRuns)}
}

async function askCluster({session, signal}: Pick<UiContext, 'session' | 'signal'>) {
  try {
    const {workflows, runs} = await withEngine(session, {signal}, async (engine) => {
      const [saved, all] = await Promise.all([engine.workflows.list(), engine.runs.list()])
      return {workflows: saved, runs: all}
    })
    const rows = workflows.map(({name, savedAt, steps}) => ({name, savedAt, steps: steps.length}))
    return {part: {workflows: rows}, runs}
  } catch (error) {
    return {part: {failure: failureOf(error)}, runs: []}
  }
}

function localRow({reference, workflow, on, state, createdAt, endedAt}: LocalRunSummary): RunRow {
  return {run: reference, workflow, on, state, createdAt, ...(endedAt !== undefined && {endedAt})}
}

function clusterRow({reference, workflow, state, createdAt, endedAt}: RunSummary): RunRow {
  return {run: reference, workflow, on: 'cluster', state, createdAt, ...(endedAt !== undefined && {endedAt})}
}
