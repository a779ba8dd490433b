import {RdeError} from '@rde/errors'
import type {Response} from 'undici'

import {
  isProxyAddress,
  proxyVariable,
  shownProxy,
  withoutProxy,
  withScheme,
  type ProxyName,
  type ProxyVariable,
} from '../proxies/proxy-variables.js'

export interface HttpOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  /** How long a connection may take, and how long nothing may come. */
  readonly idleMs?: number
}

export interface HttpClient {
  get(url: string, options?: {headers?: Record<string, string>; signal?: AbortSignal | undefined}): Promise<Response>
  close(): Promise<void>
}

/** Gets files by way of the proxies that HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY name; Node's own fetch does not. */
export function httpClient({env = process.env, idleMs = 30_000}: HttpOptions = {}): HttpClient {
  const proxy = (name: ProxyName) => {
    const variable = proxyVariable(env, name)
    if (variable !== undefined && !isProxyAddress(variable.value)) throw noProxyAddress(variable)
    return variable && withScheme(variable.value)
  }
  // Loaded by the first download: it is larger than all of rde that a start or a status needs.
  const load = async () => {
    // Of the default export: in the bundle a CommonJS module has no other.
    const every = proxy('ALL_PROXY')
    const {EnvHttpProxyAgent, fetch} = (await import('undici')).default
    const dispatcher = new EnvHttpProxyAgent({
      httpProxy: proxy('HTTP_PROXY') ?? every ?? '',
      httpsProxy: proxy('HTTPS_PROXY') ?? every ?? '',
      noProxy: proxyVariable(env, 'NO_PROXY')?.value ?? '',
      headersTimeout: idleMs,
      bodyTimeout: idleMs,
      connect: {timeout: idleMs},
    })
    return {dispatcher, fetch}
  }
  let loaded: ReturnType<typeof load> | undefined
  return {
    async get(url, {headers, signal} = {}) {
      const {dispatcher, fetch} = await (loaded ??= load())
      return fetch(withoutCredentials(url), {
        dispatcher,
        headers: {...headers, ...credentials(url)},
        // One of its own: fetch asks how many listeners a signal allows, and Node throws where the answer is 0, without limit.
        ...(signal && {signal: AbortSignal.any([signal])}),
      })
    },
    close: async () => (await loaded?.catch(() => undefined))?.dispatcher.destroy(),
  }
}

function noProxyAddress({name, value}: ProxyVariable): RdeError {
  return new RdeError(`${name} is ${shownProxy(value)}, which is not an address: nothing can be downloaded.`, {
    code: 'RDE_PROXY',
    remedies: [withoutProxy(name)],
  })
}

/** Why a request failed, in the innermost words: fetch says "fetch failed" and hides the rest in causes. */
export function reasonOfFailure(error: unknown): {readonly reason: string; readonly kind: 'certificate' | 'network'} {
  let innermost = error as NodeJS.ErrnoException
  while (innermost.cause instanceof Error) innermost = innermost.cause as NodeJS.ErrnoException
  const {code = '', message} = innermost
  const certificate = /CERT|SIGNATURE|ISSUER/.test(code)
  return {reason: message || code, kind: certificate ? 'certificate' : 'network'}
}

/** An address without the user and the password in it: as it may be shown, and as fetch takes it. */
export function withoutCredentials(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/@]*@/, '$1')
}

function credentials(url: string): Record<string, string> {
  const {username, password} = new URL(url)
  if (username === '') return {}
  const both = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return {authorization: `Basic ${Buffer.from(both).toString('base64')}`}
}
