import type {Remedy} from '@rde/errors'

export type ProxyName = 'HTTP_PROXY' | 'HTTPS_PROXY' | 'ALL_PROXY' | 'NO_PROXY'

export interface ProxyVariable {
  /** As it is written in the environment. */
  readonly name: string
  readonly value: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** A variable that names a proxy, or what goes past it. Programs read the small letters first. */
export function proxyVariable(env: Environment, name: ProxyName): ProxyVariable | undefined {
  const written = [name.toLowerCase(), name].find((one) => env[one])
  return written === undefined ? undefined : {name: written, value: env[written]!}
}

/** Those that name a proxy. */
export function namedProxies(env: Environment): ProxyVariable[] {
  return (['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'] as const).flatMap((name) => proxyVariable(env, name) ?? [])
}

/** curl and Docker take an address without a scheme, too. */
export function withScheme(address: string): string {
  return /^\w+:\/\//.test(address) ? address : `http://${address}`
}

/** Whether the value can be the address of a proxy: programs decode the user and the password in it. */
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

/** A proxy's address without user and password. What is no address is not shown at all: nobody knows what of it is a password. */
export function shownProxy(address: string): string {
  if (!URL.canParse(withScheme(address))) return '••••'
  return address.replace(/^(\w+:\/\/)?.*@/s, '$1••••@')
}

/** What tools may repeat of the proxies that they were given, and nobody else may read. */
export function proxyCredentials(env: Environment): string[] {
  return namedProxies(env).flatMap(({value}) => /^(?:\w+:\/\/)?(.*)@/s.exec(value)?.[1] ?? [])
}

/** What helps against a variable that is of no use. */
export function withoutProxy(name: string): Remedy {
  return {what: 'Go without it in this terminal', command: `unset ${name}`}
}
