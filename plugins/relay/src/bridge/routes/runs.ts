import {created} from '../answer.js'
import {parseBody} from '../parse-body.js'
import {Refusal} from '../refusal.js'
import {route, type Route} from '../route.js'

export const runRoutes: readonly Route[] = [
  route('POST /api/workflows/:name/runs', async ({params: {name}, body, context: backend}) => {
    const parameters = parametersOf(parseBody(body)['parameters'] ?? {})
    const {number, revision, createdAt, notices = []} = await backend.startRun(name, parameters)
    const run = {
      created_at: createdAt,
      run_number: number,
      revision: {id: revision},
      state: {status: 'pending'},
      workflow: {name},
    }
    const follow = [`Follow it: rde workflow logs ${name}#${number} -f`, 'The link opens while this runs: rde ui']
    return {...created({run}), notices: [...notices, ...follow]}
  }),
]

/** `{"a": {"value": "b"}}`: the CLI sends each value as text. */
function parametersOf(given: unknown): Record<string, string> {
  if (typeof given !== 'object' || given === null)
    throw new Refusal('malformed', 'The request does not contain parameters.')
  return Object.fromEntries(Object.entries(given).map(([name, entry]) => [name, valueOf(name, entry)]))
}

function valueOf(name: string, entry: unknown): string {
  const {value} = (entry ?? {}) as {value?: unknown}
  if (typeof value === 'string') return value
  throw new Refusal('invalid', `The value of the parameter ${name} is not text.`)
}
