import type {Problem} from '@rde/workflow'

import {created, ok} from '../answer.js'
import type {Revision, RevisionStep} from '../backend.js'
import {describeProblem, faultyWorkflow} from '../refusal.js'
import {route, type Route} from '../route.js'

export const revisionRoutes: readonly Route[] = [
  route('POST /api/workflows/:name/revisions', async ({params, body, context: backend}) => {
    const {warnings, ...revision} = await backend.saveRevision(params.name, body)
    return {...created({revision: renderRevision(revision)}), notices: renderWarnings(warnings)}
  }),

  route('GET /api/workflows/:name/revisions/:id', async ({params, context: backend}) =>
    ok({revision: renderRevision(await backend.getRevision(params.name, params.id))}),
  ),

  route('POST /api/revisions/validate', async ({body, context: backend}) => {
    const problems = await backend.validate(body)
    if (problems.some(({severity}) => severity === 'error')) throw faultyWorkflow(problems)
    return {...ok({}), notices: renderWarnings(problems)}
  }),
]

/** Warnings about a valid file, which the CLI does not show. */
function renderWarnings(warnings: readonly Problem[]): string[] {
  return warnings.map((warning) => `rde: ${describeProblem(warning)}`)
}

function renderRevision({id, content, steps}: Revision): object {
  return {id, triggers: [], steps: steps.map(renderStep), raw: content.toString('base64')}
}

function renderStep({name, type, image, dependsOn, secrets}: RevisionStep): object {
  return {
    name,
    type,
    ...(image !== undefined && {image}),
    depends_on: dependsOn,
    references: {secrets: secrets.map((secret) => ({name: secret}))},
  }
}
