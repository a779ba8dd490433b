import {randomBytes} from 'node:crypto'
import type {IncomingMessage} from 'node:http'

import {isEqual} from '@rde/loopback-server/is-equal'

import {mutationHeader} from '../api.js'
import {Refusal} from './refusal.js'

/** How long the address that opens the browser is valid. */
const codeMs = 60_000

/**
 * Controls access to the page. Every user of the machine can reach loopback, and so can requests of any web page in a
 * browser. So the cookie is given only for the token in an address that rde printed, and every request needs it.
 */
export class Access {
  readonly #session = randomBytes(32).toString('hex')
  /** Part of the address that rde prints; valid as long as rde runs. */
  readonly token = randomBytes(32).toString('hex')
  readonly #codes = new Map<string, number>()

  /** A token that is valid once, for a minute: it appears on the command line that opens the browser. */
  oneTimeCode(now = Date.now()): string {
    const code = randomBytes(32).toString('hex')
    this.#codes.set(code, now + codeMs)
    return code
  }

  /** The cookie, if the token is valid; else undefined. */
  admit(token: string, {host}: {readonly host: string}, now = Date.now()): string | undefined {
    if (!isEqual(token, this.token) && !this.#redeem(token, now)) return undefined
    return `${cookieName(host)}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`
  }

  /** Throws a Refusal unless the request comes from our own page or from the user's address bar. */
  check({headers, method = ''}: IncomingMessage, host: string): void {
    if (headers.host !== host) throw new Refusal(403, `Unexpected host: this is ${host}.`)
    if (headers.origin !== undefined && headers.origin !== `http://${host}`) throw new Refusal(403, foreignPage)
    // Other ports of this machine share the cookie: cookies ignore the port.
    if (!['same-origin', 'none'].includes(String(headers['sec-fetch-site'] ?? 'none')) && !isNavigation(headers))
      throw new Refusal(403, foreignPage)
    if (!isEqual(cookieOf(headers.cookie ?? '', cookieName(host)), this.#session)) throw new Refusal(401, noCookie)
    if (method !== 'GET' && headers[mutationHeader] !== '1')
      throw new Refusal(403, `Changes require the header ${mutationHeader}.`)
  }

  /** Throws a Refusal unless the request has the token itself and does not come from a browser. */
  checkToken({headers}: IncomingMessage): void {
    if (headers.origin === undefined && isEqual(headers.authorization ?? '', `Bearer ${this.token}`)) return
    throw new Refusal(401, 'Only rde itself may call this.')
  }

  #redeem(token: string, now: number): boolean {
    const code = [...this.#codes.keys()].find((known) => isEqual(token, known))
    if (code === undefined) return false
    const goodUntil = this.#codes.get(code)!
    this.#codes.delete(code)
    return now <= goodUntil
  }
}

const foreignPage = 'The request comes from another site; rde only accepts requests from its own page.'
const noCookie = 'This browser has no access yet: run rde ui again, or open the address that it printed.'

/** A link followed from elsewhere, such as a chat. It only shows a page; SameSite applies to the cookie. */
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
