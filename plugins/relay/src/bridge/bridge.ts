import {randomBytes} from 'node:crypto'
import type {IncomingMessage, ServerResponse} from 'node:http'

import {listen} from '@rde/loopback-server/listen'
import {readBody} from '@rde/loopback-server/requests/read-body'
import {findRoute} from '@rde/loopback-server/requests/route'

import {answerUnreadable} from './answer-unreadable.js'
import {contentType, type Answer} from './answer.js'
import type {Backend} from './backend.js'
import {checkCaller, type BridgeAddress} from './check-caller.js'
import {errorAnswer} from './error-answer.js'
import {Refusal} from './refusal.js'
import {routes} from './routes/routes.js'

/** In bytes: more than any workflow file or secret that the cluster can store. */
const bodyLimit = 2 * 1024 * 1024

export interface Bridge {
  /** The address of the service for the relay CLI. */
  readonly url: string
  readonly token: string
  /** Lines to print once the CLI has ended. */
  readonly notices: readonly string[]
  /** Resolves when all requests are complete, so that no change is left half done. */
  close(): Promise<void>
}

/**
 * Serves the relay CLI's API on a free port of this machine while one command runs. Calls `backend` with the first
 * request that needs it, so that the CLI can start meanwhile.
 */
export async function startBridge(backend: () => Promise<Backend>): Promise<Bridge> {
  const token = randomBytes(32).toString('hex')
  const notices: string[] = []
  const {server, host, close} = await listen({
    async respond(request, response) {
      const answer = await answerTo(request, {backend, address: {host, token}})
      notices.push(...(answer.notices ?? []))
      send(response, answer)
    },
  })
  server.on('clientError', answerUnreadable)
  return {url: `http://${host}`, token, notices, close}
}

interface BridgeContext {
  readonly backend: () => Promise<Backend>
  readonly address: BridgeAddress
}

async function answerTo(request: IncomingMessage, {backend, address}: BridgeContext): Promise<Answer> {
  const {method = '', url = ''} = request
  const match = findRoute(routes, method, url)
  try {
    // Before the body is read: an unauthorised caller could send an endless one.
    checkCaller(request, address)
    const body = await readBody(request, bodyLimit)
    if (body === undefined)
      throw new Refusal('too-large', `The request is larger than ${bodyLimit} bytes, rde's limit.`)
    if (match === undefined) throw notFound(method, url)
    const {route, params, query} = match
    return await route.serve({params, query, body, context: await backend()})
  } catch (error) {
    const {text, ...answer} = errorAnswer(error)
    return match?.route.muteErrors ? {...answer, notices: [`rde: ${text}`]} : answer
  }
}

function notFound(method: string, url: string): Refusal {
  return new Refusal(
    'not-found',
    `rde does not serve ${method} ${url.split('?')[0]}. The name of a workflow or a secret cannot contain a slash.`,
  )
}

function send(response: ServerResponse, {status, body}: Answer): void {
  const text = Buffer.from(JSON.stringify(body))
  const {req: request} = response
  const headers = {'Content-Type': contentType, 'Content-Length': text.length}
  // The unread rest of a refused request must not be parsed as the next request.
  response.writeHead(status, request.complete ? headers : {...headers, Connection: 'close'}).end(text)
}
