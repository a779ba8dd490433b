import type {Remedy} from '@rde/errors'

export type ProxyName = 'HTTP_PROXY' | 'HTTPS_PROXY' | 'ALL_PROXY' | 'NO_PROXY'

export interface ProxyVariable {
  /** As spelled in the environment. */
  readonly name: string
  readonly value: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * A variable that names a proxy, or the hosts that bypass it. As in other programs, the lower-case name comes first.
 */
export function proxyVariable(env: Environment, name: ProxyName): ProxyVariable | undefined {
  const written = [name.toLowerCase(), name].find((one) => env[one])
  return written === undefined ? undefined : {name: written, value: env[written]!}
}

/** The variables that name a proxy. */
export function namedProxies(env: Environment): ProxyVariable[] {
  return (['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'] as const).flatMap((name) => proxyVariable(env, name) ?? [])
}

/** curl and Docker also accept an address without a scheme. */
export function withScheme(address: string): string {
  return /^\w+:\/\//.test(address) ? address : `http://${address}`
}

/** Whether the value is a valid proxy address; its user and password must be decodable. */
export function isProxyAddress(value: string): boolean {
  try {
    const {hostname, username, password} = new URL(withScheme(value))
    decodeURIComponent(`${username}${password}`)
    return hostname !== ''
  } catch {
    return false
  }
}

/** The hosts of NO_PROXY. */
export function hostsOf(list: string): string[] {
  return list.split(/[\s,]+/).filter(Boolean)
}

/** A proxy's address without credentials. An invalid address is hidden completely, since any part may be a password. */
export function shownProxy(address: string): string {
  if (!URL.canParse(withScheme(address))) return '••••'
  return address.replace(/^(\w+:\/\/)?.*@/s, '$1••••@')
}

/** The credentials of proxies, which tools may print and which must be masked. */
export function proxyCredentials(env: Environment): string[] {
  return namedProxies(env).flatMap(({value}) => /^(?:\w+:\/\/)?(.*)@/s.exec(value)?.[1] ?? [])
}

/** The remedy for a variable that names an unusable proxy. */
export function withoutProxy(name: string): Remedy {
  return {what: 'Use no proxy in this terminal', command: `unset ${name}`}
}
