import {randomBytes} from 'node:crypto'
import type {IncomingMessage} from 'node:http'

import {isEqual} from '@rde/loopback-server/is-equal'

import {mutationHeader} from '../api.js'
import {Refusal} from './refusal.js'

/** How long the address that opens the browser is good. */
const codeMs = 60_000

/**
 * Who may use the page. Loopback is open to everybody on the machine, and to what any web page makes a browser ask: only
 * whoever has the token of an address that rde printed gets the cookie, and without the cookie nothing is answered.
 */
export class Access {
  readonly #session = randomBytes(32).toString('hex')
  /** In the address that rde prints, for as long as it runs. */
  readonly token = randomBytes(32).toString('hex')
  readonly #codes = new Map<string, number>()

  /** A token that is good once and for a minute: it is on the command line that opens the browser. */
  oneTimeCode(now = Date.now()): string {
    const code = randomBytes(32).toString('hex')
    this.#codes.set(code, now + codeMs)
    return code
  }

  /** The cookie for whoever brings a valid token, else undefined. */
  admit(token: string, {host}: {readonly host: string}, now = Date.now()): string | undefined {
    if (!isEqual(token, this.token) && !this.#redeem(token, now)) return undefined
    return `${cookieName(host)}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`
  }

  /** Throws a Refusal unless the request comes from our own page or from the user's address bar. */
  check({headers, method = ''}: IncomingMessage, host: string): void {
    if (headers.host !== host) throw new Refusal(403, `This is ${host} and no other host.`)
    if (headers.origin !== undefined && headers.origin !== `http://${host}`)
      throw new Refusal(403, 'Another page asks: rde answers only its own.')
    // Other ports of this machine share the cookie, since a cookie knows no port.
    if (!['same-origin', 'none'].includes(String(headers['sec-fetch-site'] ?? 'none')) && !isNavigation(headers))
      throw new Refusal(403, 'Another page asks: rde answers only its own.')
    if (!isEqual(cookieOf(headers.cookie ?? '', cookieName(host)), this.#session)) throw new Refusal(401, noCookie)
    if (method !== 'GET' && headers[mutationHeader] !== '1')
      throw new Refusal(403, `A change needs the header ${mutationHeader}.`)
  }

  /** Throws a Refusal unless the request brings the token itself, as no browser does. */
  checkToken({headers}: IncomingMessage): void {
    if (headers.origin === undefined && isEqual(headers.authorization ?? '', `Bearer ${this.token}`)) return
    throw new Refusal(401, 'Only rde itself is answered here.')
  }

  #redeem(token: string, now: number): boolean {
    const code = [...this.#codes.keys()].find((known) => isEqual(token, known))
    if (code === undefined) return false
    const goodUntil = this.#codes.get(code)!
    this.#codes.delete(code)
    return now <= goodUntil
  }
}

const noCookie = 'This browser has no access yet: run rde ui again, or open the address that it printed.'

/** A link that the user follows from elsewhere, such as a chat: shown only, and SameSite keeps the cookie back where it is foreign. */
function isNavigation(headers: IncomingMessage['headers']): boolean {
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
}

/** With the port, so that two servers do not log each other out. */
function cookieName(host: string): string {
  return `rde-ui-${host.split(':')[1]}`
}

function cookieOf(header: string, name: string): string {
  const pairs = header.split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([key]) => key === name)?.[1] ?? ''
}
