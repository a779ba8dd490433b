import {startBridge} from '../../plugins/relay/src/bridge/bridge.js'
import {MemoryBackend} from '../../plugins/relay/src/bridge/testing/memory-backend.js'
import {calls, Client, type Call} from './http.js'
import {named, type Target} from './target.js'

const paths = [
  ...[
    'api/views/workflows',
    'api/workflows',
    'api/workflows/hello',
    'api/workflows/hello/runs',
    'api/workflows/hello/runs/1',
  ],
  ...[
    'api/workflows/hello/revisions',
    'api/workflows/hello/revisions/latest',
    'api/workflows/hello/secrets',
    'api/workflows/hello/secrets/token',
  ],
  ...['api/tokens', 'auth/sessions', 'api/nothing', ''],
]

/** An answer, or an error in the one form that the relay CLI can show. */
export async function bridge(): Promise<Target<Call>> {
  const backend = new MemoryBackend()
  const server = await startBridge(async () => backend)
  const client = new Client(server.url)
  return {
    name: 'the bridge',
    inputs: calls(paths, {authorization: `Bearer ${server.token}`}),
    async read(call) {
      const {status, body} = await client.ask(call)
      if (status < 400) return undefined
      if (call.method === 'HEAD') return String(status)
      const {error} = JSON.parse(body) as {error: {code: string; arguments: {text: string}}}
      if (!error.code.startsWith('rde_bridge_')) throw new Error(`not of the bridge: ${body}`)
      return named(error.arguments.text)
    },
    async close() {
      client.close()
      await server.close()
    },
  }
}
