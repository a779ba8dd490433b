import {randomBytes} from 'node:crypto'
import {once} from 'node:events'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'

import {contentType, type Answer} from './answer.js'
import type {Backend} from './backend.js'
import {checkCaller, type BridgeAddress} from './check-caller.js'
import {errorAnswer} from './error-answer.js'
import {readBody} from './read-body.js'
import {Refusal} from './refusal.js'
import {answerUnreadable} from './answer-unreadable.js'
import {findRoute, type Match} from './route.js'
import {routes} from './routes/routes.js'

export interface Bridge {
  /** What the relay CLI is told as the address of its service. */
  readonly url: string
  readonly token: string
  /** Lines for the user once the CLI has ended. */
  readonly notices: readonly string[]
  /** Ends when all that was asked is done, so that nothing is left half-made. */
  close(): Promise<void>
}

/**
 * Serves the relay CLI's API on a free port of this machine, for as long as one command runs. `backend` is asked for with
 * the first request that needs it: the CLI starts meanwhile.
 */
export async function startBridge(backend: () => Promise<Backend>): Promise<Bridge> {
  const token = randomBytes(32).toString('hex')
  const notices: string[] = []
  const underWay = new Set<Promise<void>>()
  const server = createServer((request, response) => {
    const served = respond(request, {backend, address: {host, token}}).then((answer) => {
      notices.push(...(answer.notices ?? []))
      send(response, answer)
    })
    underWay.add(served)
    void served.finally(() => underWay.delete(served))
  })
  server.on('clientError', answerUnreadable)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${host}`,
    token,
    notices,
    async close() {
      server.close()
      await Promise.allSettled(underWay)
      server.closeAllConnections()
    },
  }
}

interface Surroundings {
  readonly backend: () => Promise<Backend>
  readonly address: BridgeAddress
}

async function respond(request: IncomingMessage, {backend, address}: Surroundings): Promise<Answer> {
  const {method = '', url = ''} = request
  const match = findRoute(routes, method, url)
  try {
    const body = await readBody(request)
    checkCaller(request, address)
    if (match === undefined) throw nothingThere(method, url)
    return await serve(match, body, backend)
  } catch (error) {
    const {text, ...answer} = errorAnswer(error)
    return match?.route.muteErrors ? {...answer, notices: [`rde: ${text}`]} : answer
  }
}

async function serve({route, params}: Match, body: Buffer, backend: () => Promise<Backend>): Promise<Answer> {
  return route.serve({params, body, backend: await backend()})
}

function nothingThere(method: string, url: string): Refusal {
  return new Refusal(
    'not-found',
    `rde serves no ${method} ${url.split('?')[0]}. A name of a workflow or a secret holds no slash.`,
  )
}

function send(response: ServerResponse, {status, body}: Answer): void {
  const text = Buffer.from(JSON.stringify(body))
  response.writeHead(status, {'Content-Type': contentType, 'Content-Length': text.length}).end(text)
}
