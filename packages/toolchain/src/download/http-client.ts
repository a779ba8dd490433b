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
  /** Timeout for connecting, and for a pause in the data. */
  readonly idleMs?: number
}

export interface HttpClient {
  get(url: string, options?: {headers?: Record<string, string>; signal?: AbortSignal | undefined}): Promise<Response>
  close(): Promise<void>
}

/** An HTTP client that uses HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, unlike Node's fetch. */
export function httpClient({env = process.env, idleMs = 30_000}: HttpOptions = {}): HttpClient {
  const proxy = (name: ProxyName) => {
    const variable = proxyVariable(env, name)
    if (variable !== undefined && !isProxyAddress(variable.value)) throw invalidProxy(variable)
    return variable && withScheme(variable.value)
  }
  // Loaded by the first download: undici is larger than all other code of a start or a status.
  const load = async () => {
    // The default export: in the bundle a CommonJS module has no named exports.
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
        // A new signal: fetch reads the listener limit of its signal, and Node throws if that is 0, meaning no limit.
        ...(signal && {signal: AbortSignal.any([signal])}),
      })
    },
    close: async () => (await loaded?.catch(() => undefined))?.dispatcher.destroy(),
  }
}

function invalidProxy({name, value}: ProxyVariable): RdeError {
  return new RdeError(`${name} is ${shownProxy(value)}, which is not an address: nothing can be downloaded.`, {
    code: 'RDE_PROXY',
    remedies: [withoutProxy(name)],
  })
}

/** Why a request failed, from the innermost cause: fetch itself only reports "fetch failed". */
export function reasonOfFailure(error: unknown): {readonly reason: string; readonly kind: 'certificate' | 'network'} {
  let innermost = error as NodeJS.ErrnoException
  while (innermost.cause instanceof Error) innermost = innermost.cause as NodeJS.ErrnoException
  const {code = '', message} = innermost
  const certificate = /CERT|SIGNATURE|ISSUER/.test(code)
  return {reason: message || code, kind: certificate ? 'certificate' : 'network'}
}

/** A URL without credentials, for display and for fetch, which refuses them. */
export function withoutCredentials(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/@]*@/, '$1')
}

function credentials(url: string): Record<string, string> {
  const {username, password} = new URL(url)
  if (username === '') return {}
  const both = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return {authorization: `Basic ${Buffer.from(both).toString('base64')}`}
}
