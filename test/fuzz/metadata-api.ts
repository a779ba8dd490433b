import {emptyEnvironment} from '@rde/workflow/expressions'
import {serveMetadataApi} from '@rde/workflow/local'

import {calls, Client, type Call} from './http.js'
import {named, type Target} from './target.js'

const paths = [
  ...['spec', 'spec?q=a.b', 'spec?q=a[0]&lang=path', 'spec?lang=jsonpath', 'secrets/token', 'outputs/build/version'],
  ...['outputs/version', 'outputs/version/metadata', 'state/x', 'events', 'environment', 'conditions', ''],
]

/** Must answer, or return an error in the format of relay-core. */
export async function metadataApi(): Promise<Target<Call>> {
  const kept = new Map<string, object>()
  const server = await serveMetadataApi({address: '127.0.0.1', host: '127.0.0.1', onNotice() {}})
  const url = new URL(
    server.admit({
      step: {
        name: 'a',
        image: 'x',
        dependsOn: [],
        spec: {a: {b: '${parameters.who}'}, list: [1, '${outputs.build.version}']},
      } as never,
      environment: () => ({...emptyEnvironment, parameters: {who: 'world'}}),
      secret: (name) => (name === 'token' ? 'T' : undefined),
      output: (step, name) => kept.get(`${step}/${name}`) as never,
      setOutput: (name, output) => void kept.set(`a/${name.slice(0, 40)}`, output),
    }),
  )
  const client = new Client(url.origin)
  const authorization = `Basic ${Buffer.from(`${url.username}:${url.password}`).toString('base64')}`
  return {
    name: 'the metadata API',
    inputs: calls(paths, {authorization}),
    async read(call) {
      const {status, body} = await client.ask(call)
      if (status < 400) return undefined
      if (call.method === 'HEAD' || body === '') return String(status)
      const {error} = JSON.parse(body) as {error: {code: string; description: {friendly: string}}}
      if (!error.code.startsWith('rma_')) throw new Error(`not of relay-core: ${body}`)
      return named(error.description.friendly)
    },
    async close() {
      client.close()
      await server.close()
    },
  }
}
