import type {IncomingMessage} from 'node:http'

import {isEqual} from '@rde/loopback-server/is-equal'

import {Refusal} from './refusal.js'

export interface BridgeAddress {
  /** `127.0.0.1:39923` */
  readonly host: string
  readonly token: string
}

/** All users and web pages in a browser can reach loopback ports, so the token identifies our CLI. */
export function checkCaller({headers}: IncomingMessage, {host, token}: BridgeAddress): void {
  if (headers.host !== host) throw new Refusal('forbidden', `This is ${host} and no other host.`)
  if (isEqual(headers.authorization ?? '', `Bearer ${token}`)) return
  throw new Refusal('unauthenticated', 'Only the relay CLI that rde started is served here: rde relay …')
}
