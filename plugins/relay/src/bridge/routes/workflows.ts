import {created, done, ok} from '../answer.js'
import type {SavedWorkflow} from '../backend.js'
import {parseBody} from '../parse-body.js'
import {Refusal} from '../refusal.js'
import {route, type Route} from '../route.js'

export const workflowRoutes: readonly Route[] = [
  route(
    'GET /api/views/workflows',
    async ({context: backend}) => ok({workflows: (await backend.listWorkflows()).map(listed)}),
    {
      muteErrors: true,
    },
  ),

  route('POST /api/workflows', async ({body, context: backend}) => {
    const {name} = parseBody(body)
    if (typeof name !== 'string') throw new Refusal('malformed', 'The request does not name a workflow.')
    return created({workflow: whole(await backend.createWorkflow(name))})
  }),

  route('GET /api/workflows/:name', async ({params, context: backend}) =>
    ok({workflow: whole(await backend.getWorkflow(params.name))}),
  ),

  route('DELETE /api/workflows/:name', async ({params, context: backend}) => {
    await backend.deleteWorkflow(params.name)
    return done(params.name)
  }),
]

function listed({lastRun, ...workflow}: SavedWorkflow): object {
  const {name} = workflow
  return {
    folder: '',
    ...basics(workflow),
    ...(lastRun && {
      most_recent_run: {
        run_number: lastRun.number,
        workflow: {folder: '', name},
        state: {status: lastRun.status},
      },
    }),
  }
}

function whole({latestRevision, lastRun, ...workflow}: SavedWorkflow): object {
  const revision = latestRevision === undefined ? null : {id: latestRevision}
  return {
    ...basics(workflow),
    latest_revision: revision,
    ...(lastRun && {most_recent_run: {run_number: lastRun.number, ...(revision && {revision})}}),
  }
}

function basics({name, updatedAt}: SavedWorkflow): object {
  return {name, description: '', updated_at: updatedAt}
}
