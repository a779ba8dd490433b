import {createHash} from 'node:crypto'

import type {ClusterIdentity, NodeProxy} from '@rde/config'

import {hostsOf, isProxyAddress, proxyVariable, shownProxy, withScheme, type ProxyVariable} from './proxy-variables.js'

type Environment = Readonly<Record<string, string | undefined>>

export interface ProxyChoice {
  readonly proxy: NodeProxy | null
  /** Proxies of this terminal that are of no use to nodes, and why. */
  readonly notes: readonly string[]
}

/** The proxy that the nodes of a new cluster get: the terminal's own, as far as they can reach it. */
export function proxyForNodes(env: Environment): ProxyChoice {
  const every = proxyVariable(env, 'ALL_PROXY')
  const http = judge(proxyVariable(env, 'HTTP_PROXY') ?? every)
  const https = judge(proxyVariable(env, 'HTTPS_PROXY') ?? every)
  const notes = [...new Set([http.note, https.note])].filter((note) => note !== undefined)
  if (http.address === null && https.address === null) return {proxy: null, notes}
  const none = hostsOf(proxyVariable(env, 'NO_PROXY')?.value ?? '').join(',')
  return {proxy: {http: http.address, https: https.address, none}, notes}
}

interface Judged {
  readonly address: string | null
  readonly note?: string
}

function judge(variable: ProxyVariable | undefined): Judged {
  if (variable === undefined) return {address: null}
  const address = withScheme(variable.value)
  const head = `${variable.name} is ${shownProxy(variable.value)}`
  if (!isProxyAddress(address)) return {address: null, note: `${head}, which is not an address: nodes get no proxy.`}
  const {hostname} = new URL(address)
  if (!/^(localhost|127\..*|\[::1\]|.*\.localhost)$/.test(hostname)) return {address}
  return {
    address: null,
    note: `${head} on this machine, which nodes cannot reach: they pull without a proxy.\n    rde images import NAME   # brings an image into the cluster from here`,
  }
}

/** What nodes reach without the proxy: themselves, pods, services, and the networks that Docker makes. */
function clusterHosts({name, registry}: Pick<ClusterIdentity, 'name' | 'registry'>, agents: number): string[] {
  const nodes = ['server-0', 'serverlb', ...Array.from({length: agents}, (_, index) => `agent-${index}`)]
  return [
    ...['localhost', '127.0.0.1', '::1', '.localhost', '.svc', '.cluster.local', 'host.k3d.internal'],
    ...['10.42.0.0/16', '10.43.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
    registry,
    ...nodes.map((node) => `k3d-${name}-${node}`),
  ]
}

/** The variables that nodes run with, as k3d takes them; none without a proxy. */
export function nodeVariables(
  proxy: NodeProxy | null,
  identity: Pick<ClusterIdentity, 'name' | 'registry'>,
  agents: number,
): string[] {
  if (proxy === null) return []
  const none = [...new Set([...hostsOf(proxy.none), ...clusterHosts(identity, agents)])].join(',')
  const values = {HTTP_PROXY: proxy.http, HTTPS_PROXY: proxy.https, NO_PROXY: none}
  // k3d replaces variables in what it reads.
  return Object.entries(values).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${value.replaceAll('$', '%24')}`],
  )
}

/** What the label of a node says of the proxy that it was made with: enough to tell another one, and no password. */
export function proxyMark(proxy: NodeProxy | null): string {
  if (proxy === null) return ''
  const {http, https, none} = proxy
  return createHash('sha256')
    .update(JSON.stringify([http, https, none]))
    .digest('hex')
    .slice(0, 16)
}
