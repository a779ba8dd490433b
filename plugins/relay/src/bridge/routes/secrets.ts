import {created, done, ok} from '../answer.js'
import {parseBody} from '../parse-body.js'
import {Refusal} from '../refusal.js'
import {route, type Route} from '../route.js'
import {transferredBytes} from '../transfer-value.js'

export const secretRoutes: readonly Route[] = [
  route('GET /api/workflows/:workflow/secrets', async ({params, context: backend}) => {
    const names = await backend.listSecrets(params.workflow)
    return ok({secrets: names.map((name) => ({name}))})
  }),

  route('POST /api/workflows/:workflow/secrets', async ({params, body, context: backend}) => {
    const {name, value} = parseBody(body)
    if (typeof name !== 'string') throw new Refusal('malformed', 'The request does not name a secret.')
    await backend.setSecret(params.workflow, name, transferredBytes(value))
    return created({secret: {name}})
  }),

  route('PUT /api/workflows/:workflow/secrets/:name', async ({params: {workflow, name}, body, context: backend}) => {
    await backend.setSecret(workflow, name, transferredBytes(parseBody(body)['value']))
    return ok({secret: {name}})
  }),

  route('DELETE /api/workflows/:workflow/secrets/:name', async ({params: {workflow, name}, context: backend}) => {
    await backend.deleteSecret(workflow, name)
    return done(name)
  }),
]
