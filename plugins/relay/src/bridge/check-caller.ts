import type {IncomingMessage} from 'node:http'

import {isEqual} from '@rde/loopback-server/is-equal'

import {Refusal} from './refusal.js'

export interface BridgeAddress {
  /** `127.0.0.1:39923` */
  readonly host: string
  readonly token: string
}

/** Loopback is open to everybody on the machine, and to what web pages make a browser ask: only our CLI knows the token. */
export function checkCaller({headers}: IncomingMessage, {host, token}: BridgeAddress): void {
  if (headers.host !== host) throw new Refusal('forbidden', `This is ${host} and no other host.`)
  if (isEqual(headers.authorization ?? '', `Bearer ${token}`)) return
  throw new Refusal('unauthenticated', 'Only the relay CLI that rde started is served here: rde relay …')
}
