import type {IncomingMessage, ServerResponse} from 'node:http'

import {listen} from '@rde/loopback-server/listen'
import {readBody} from '@rde/loopback-server/requests/read-body'
import {findRoute, type Route} from '@rde/loopback-server/requests/route'

import {Access} from './access.js'
import {EventStream} from './event-stream.js'
import type {PageFiles} from './page-files.js'
import {failureOf, Refusal, statusOf} from './refusal.js'

/** A JSON answer, or a function that feeds a stream of events until the page disconnects. */
export type Answer =
  {readonly json: object} | {readonly stream: (events: EventStream, lastId: string | undefined) => void}

export interface UiServerOptions<Context> {
  readonly port?: number
  readonly page: PageFiles
  readonly routes: ReadonlyArray<Route<Context, Answer>>
  readonly context: Context
  /** Masks secrets anywhere in a value. */
  readonly mask: <Value>(value: Value) => Value
}

export interface UiServer {
  /** `http://127.0.0.1:4790` */
  readonly url: string
  readonly access: Access
  close(): Promise<void>
}

/** In bytes; larger than any form of parameters. */
const largestBody = 1024 * 1024

const securityHeaders = {
  'content-security-policy': [
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'",
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** Serves the page and its routes on this machine only. */
export async function startUiServer<Context>(options: UiServerOptions<Context>): Promise<UiServer> {
  const access = new Access()
  let host = ''
  const listening = await listen({
    ...(options.port !== undefined && {port: options.port}),
    respond: (request, response) => new Exchange(request, response, {...options, access, host}).serve(),
  })
  host = listening.host
  return {url: `http://${host}`, access, close: listening.close}
}

interface ExchangeContext<Context> extends UiServerOptions<Context> {
  readonly access: Access
  readonly host: string
}

/** One request and its answer. */
class Exchange<Context> {
  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly context: ExchangeContext<Context>,
  ) {}

  async serve(): Promise<void> {
    const {request, response} = this
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
    const {pathname, searchParams} = new URL(request.url ?? '', 'http://rde')
    try {
      const body = await readBody(request, largestBody)
      const token = searchParams.get('token')
      if (token !== null) return this.#admit(token, pathname)
      if (request.method === 'POST' && pathname === '/api/code') return this.#giveCode()
      this.context.access.check(request, this.context.host)
      if (body === undefined) throw new Refusal(413, `The request is larger than ${largestBody} bytes.`)
      await this.#answer(pathname, body)
    } catch (error) {
      this.#refuse(error, pathname)
    }
  }

  /** Not a redirect: if the navigation began at another site, the browser would not send the cookie. */
  #admit(token: string, pathname: string): void {
    const {access, host} = this.context
    if (this.request.headers.host !== host) throw new Refusal(403, `Unexpected host: this is ${host}.`)
    const cookie = access.admit(token, {host})
    if (cookie === undefined) throw new Refusal(401, 'This address was already used, or rde ui has been restarted.')
    this.response.setHeader('set-cookie', cookie)
    const target = escapeHtml(`http://${host}${pathname}`)
    this.#send(
      200,
      'text/html',
      `<!doctype html><title>rde</title><meta http-equiv="refresh" content="0;url=${target}">`,
    )
  }

  /** Serves another `rde ui` of the same user, which opens the browser. */
  #giveCode(): void {
    const {access} = this.context
    access.checkToken(this.request)
    this.#send(200, 'application/json', JSON.stringify({code: access.oneTimeCode()}))
  }

  async #answer(pathname: string, body: Buffer): Promise<void> {
    const {page, routes, context, mask} = this.context
    const {method = '', url = ''} = this.request
    const match = findRoute(routes, method, url)
    if (match !== undefined) {
      const {route, params, query} = match
      const answer = await route.serve({params, query, body, context})
      if ('json' in answer) return this.#send(200, 'application/json', JSON.stringify(mask(answer.json)))
      const lastId = this.request.headers['last-event-id']
      return answer.stream(new EventStream(this.response, mask), typeof lastId === 'string' ? lastId : undefined)
    }
    if (method !== 'GET' || pathname.startsWith('/api/'))
      throw new Refusal(404, `rde does not serve ${method} ${pathname}.`)
    if (pathname === '/page.js') return this.#send(200, 'text/javascript', page.script)
    if (pathname === '/page.css') return this.#send(200, 'text/css', page.style)
    if (pathname === '/favicon.ico') return this.#send(204, 'text/plain', '')
    // The page routes every other address itself.
    this.#send(200, 'text/html', page.html)
  }

  #refuse(error: unknown, pathname: string): void {
    const failure = failureOf(error)
    if (this.response.headersSent) return void this.response.end()
    if (pathname.startsWith('/api/') || this.request.method !== 'GET')
      return this.#send(statusOf(error), 'application/json', JSON.stringify(this.context.mask({failure})))
    const text = escapeHtml(failure.message)
    this.#send(statusOf(error), 'text/html', `<!doctype html><html lang="en"><title>rde</title><h1>rde</h1><p>${text}`)
  }

  #send(status: number, type: string, text: string): void {
    const bytes = Buffer.from(text)
    const headers = {'content-type': `${type}; charset=utf-8`, 'content-length': bytes.length}
    this.response.writeHead(status, headers).end(bytes)
  }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
