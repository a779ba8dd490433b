import {randomBytes} from 'node:crypto'
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'

import {answer, type ApiStep} from './routes.js'
import {refusal, unauthorized, type Reply} from './reply.js'

/** The size limit of an output in relay-core, which stores outputs in a ConfigMap. */
const largestBody = 1024 * 1024

export interface MetadataApi {
  /** Gives a step access; the returned URL contains the token that identifies it. */
  admit(step: ApiStep): string
  /** Revokes the step's token. */
  dismiss(url: string): void
  close(): Promise<void>
}

export interface ApiOptions {
  /** The only address that the server binds to. */
  readonly address: string
  /** The host name that steps use for it. */
  readonly host: string
  /** Called with what the user should know about a step's request. */
  readonly onNotice: (step: string, message: string) => void
}

/** Serves the step metadata API of one run, on a free port. */
export async function serveMetadataApi({address, host, onNotice}: ApiOptions): Promise<MetadataApi> {
  const callers = new Map<string, ApiStep>()
  const server = createServer((request, response) => {
    void respond(request, callers)
      .catch((error: Error): Reply => refusal(500, 'model_read', error.message))
      .then((reply) => send(response, reply, (notice) => onNotice(callerOf(request, callers)?.step.name ?? '', notice)))
  })
  const {port} = await listen(server, address)
  return {
    admit(step) {
      const token = randomBytes(24).toString('hex')
      callers.set(token, step)
      return `http://step:${token}@${host}:${port}`
    },
    dismiss: (url) => void callers.delete(new URL(url).password),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function respond(request: IncomingMessage, callers: ReadonlyMap<string, ApiStep>): Promise<Reply> {
  const caller = callerOf(request, callers)
  if (caller === undefined) return unauthorized
  const {pathname, searchParams} = new URL(request.url ?? '/', 'http://api')
  const path = decoded(pathname)
  if (path === undefined) return refusal(400, 'api_malformed_request', 'The path is not well encoded.')
  const body = await bodyOf(request)
  if (body === undefined) return refusal(500, 'model_write', 'An output holds at most 1 MiB.')
  const contentType = request.headers['content-type'] ?? ''
  return answer({method: request.method ?? 'GET', path, query: searchParams, contentType, body}, caller)
}

/** The step with the token in the password of Basic authentication: clients send the URL's password there. */
function callerOf({headers}: IncomingMessage, callers: ReadonlyMap<string, ApiStep>): ApiStep | undefined {
  const [scheme, credentials = ''] = (headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic') return undefined
  return callers.get(
    Buffer.from(credentials, 'base64')
      .toString()
      .replace(/^step:/, ''),
  )
}

function decoded(pathname: string): string[] | undefined {
  try {
    return pathname
      .replace(/^\/+|\/+$/g, '')
      .split('/')
      .map(decodeURIComponent)
  } catch {
    return undefined
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= largestBody) chunks.push(chunk)
  }
  return size > largestBody ? undefined : Buffer.concat(chunks)
}

function send(response: ServerResponse, {status, body, notice}: Reply, onNotice: (notice: string) => void): void {
  if (notice !== undefined) onNotice(notice)
  response.writeHead(status, {
    ...(body !== undefined && {'content-type': 'application/json'}),
    // Some clients send their credentials only after this challenge.
    ...(status === 401 && {'www-authenticate': 'Basic realm="relay"'}),
  })
  // As relay-core: only errors end with a line break.
  response.end(body === undefined ? '' : JSON.stringify(body) + (status < 400 ? '' : '\n'))
}

function listen(server: Server, address: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({host: address, port: 0}, () => resolve(server.address() as AddressInfo))
  })
}
