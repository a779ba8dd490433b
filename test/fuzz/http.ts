import {Agent, request} from 'node:http'

import fc from 'fast-check'

import {spoilt} from './mutations.js'

export interface Call {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Response {
  readonly status: number
  readonly body: string
}

const bodies = [
  '',
  '{}',
  '[]',
  'null',
  '{"a": {"b": [1]}}',
  '"text"',
  '{"name": "hello", "parameters": {"a": {"value": 1}}}',
  'name: hello\nsteps: []\n',
]
const types = [
  'application/json',
  'text/plain',
  'application/vnd.puppet.relay.v20200615+yaml',
  '',
  'a/b; charset=\u00FF',
  'application/octet-stream',
]
const pieces = [
  '/',
  '//',
  '..',
  '%2F',
  '%00',
  '%zz',
  '?',
  '&',
  '=',
  '#',
  ';',
  '%',
  '__proto__',
  '{',
  '}',
  '"',
  '\\',
  '+',
  '%E2%80%AE',
]

/** Mutated calls of an API at these paths; most of them have `headers`. */
export function calls(paths: readonly string[], headers: Readonly<Record<string, string>>): fc.Arbitrary<Call> {
  const path = spoilt(fc.constantFrom(...paths), pieces).map(
    (text) => `/${encodeURI(Buffer.from(text).toString()).replace(/^\/+/, '').slice(0, 8_000)}`,
  )
  return fc.record({
    method: fc.constantFrom('GET', 'GET', 'GET', 'POST', 'PUT', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'),
    path: path.map((text) => text.replaceAll('%25', '%')),
    headers: fc.tuple(fc.constantFrom(...types), fc.nat(19)).map(([type, chance]) => ({
      ...(chance > 0 && headers),
      ...(type !== '' && {'content-type': type.replace('\u00FF', 'x')}),
    })),
    body: spoilt(fc.constantFrom(...bodies), ['{', '}', '[', ']', '"', ',', ':', '\n', '\\', '${', '__proto__']),
  })
}

/** Uses one connection for all calls: a server that breaks it has not answered. */
export class Client {
  readonly #agent = new Agent({keepAlive: true, maxSockets: 1})
  readonly #origin: URL

  constructor(url: string) {
    this.#origin = new URL(url)
  }

  ask({method, path, headers, body}: Call): Promise<Response> {
    const {hostname, port} = this.#origin
    return new Promise((resolve, reject) => {
      const content = method === 'GET' || method === 'HEAD' ? '' : body
      // Node omits the length for some methods; the server would then read the body as the next request.
      const length = {'content-length': Buffer.byteLength(content)}
      const options = {hostname, port, method, path, headers: {...headers, ...length}, agent: this.#agent}
      const asked = request(options, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => (text += part))
        response.on('end', () => resolve({status: response.statusCode ?? 0, body: text}))
      })
      asked.once('error', reject)
      asked.end(content)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
