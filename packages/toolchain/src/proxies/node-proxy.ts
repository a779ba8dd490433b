import {createHash} from 'node:crypto'

import type {ClusterIdentity, NodeProxy} from '@rde/config'

import {hostsOf, isProxyAddress, proxyVariable, shownProxy, withScheme, type ProxyVariable} from './proxy-variables.js'

type Environment = Readonly<Record<string, string | undefined>>

export interface ProxyChoice {
  readonly proxy: NodeProxy | null
  /** Proxies of this terminal that nodes cannot use, with the reason. */
  readonly notes: readonly string[]
}

/** The proxy for the nodes of a new cluster: that of the terminal, if nodes can reach it. */
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
  const description = `${variable.name} is ${shownProxy(variable.value)}`
  if (!isProxyAddress(address))
    return {address: null, note: `${description}, which is not an address: nodes get no proxy.`}
  const {hostname} = new URL(address)
  if (!/^(localhost|127\..*|\[::1\]|.*\.localhost)$/.test(hostname)) return {address}
  return {
    address: null,
    note: `${description} on this machine, which nodes cannot reach: they pull without a proxy.\n    rde images import NAME   # brings an image into the cluster from here`,
  }
}

/** Hosts that nodes reach without the proxy: nodes, pods, services, and Docker's networks. */
function clusterHosts({name, registry}: Pick<ClusterIdentity, 'name' | 'registry'>, agents: number): string[] {
  const nodes = ['server-0', 'serverlb', ...Array.from({length: agents}, (_, index) => `agent-${index}`)]
  return [
    ...['localhost', '127.0.0.1', '::1', '.localhost', '.svc', '.cluster.local', 'host.k3d.internal'],
    ...['10.42.0.0/16', '10.43.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
    registry,
    ...nodes.map((node) => `k3d-${name}-${node}`),
  ]
}

/** The environment of the nodes, as k3d expects it; empty without a proxy. */
export function nodeVariables(
  proxy: NodeProxy | null,
  identity: Pick<ClusterIdentity, 'name' | 'registry'>,
  agents: number,
): string[] {
  if (proxy === null) return []
  const none = [...new Set([...hostsOf(proxy.none), ...clusterHosts(identity, agents)])].join(',')
  const values = {HTTP_PROXY: proxy.http, HTTPS_PROXY: proxy.https, NO_PROXY: none}
  // k3d expands variables in its config.
  return Object.entries(values).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${value.replaceAll('$', '%24')}`],
  )
}

/** The value of a node's proxy label: a hash that detects another proxy without revealing a password. */
export function proxyMark(proxy: NodeProxy | null): string {
  if (proxy === null) return ''
  const {http, https, none} = proxy
  return createHash('sha256')
    .update(JSON.stringify([http, https, none]))
    .digest('hex')
    .slice(0, 16)
}
