import type {RdeConfig} from '@rde/config'
import {proxyLabel, proxyMark, registryPortOf, shownProxy, type ClusterInventory} from '@rde/toolchain'

type ShapeSettings = Pick<RdeConfig['cluster'], 'agents' | 'k3sImage' | 'apiPort' | 'registryPort' | 'httpPort'>
type WantedSettings = ShapeSettings & Pick<RdeConfig['cluster'], 'proxy'>

/** The settings that can be read from the containers. */
export interface RunningShape extends Partial<ShapeSettings> {
  /** The mark of the proxy that the nodes were created with; empty for none. */
  readonly proxyMark?: string
}

export function runningShape(inventory: ClusterInventory): RunningShape {
  const [server] = inventory.servers
  return {...runningSettings(inventory), ...(server && {proxyMark: server.labels[proxyLabel] ?? ''})}
}

/** The settings that can be read from the containers; the others are left out. */
export function runningSettings(inventory: ClusterInventory): Partial<ShapeSettings> {
  const {servers, agents, loadBalancers} = inventory
  const port = (text: string | undefined) => (text === undefined ? undefined : Number(text))
  const httpBinding = loadBalancers[0]?.ports.find((binding) => binding.endsWith('->80/tcp'))
  const shape = {
    agents: agents.length,
    k3sImage: servers[0]?.image,
    apiPort: port(servers[0]?.labels['k3d.server.api.port']),
    registryPort: registryPortOf(inventory),
    httpPort: port(httpBinding?.match(/:(\d+)->/)?.[1]),
  }
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined))
}

/** A setting that takes effect only after `cluster delete` and `start`. */
export interface WaitingSetting {
  readonly key: string
  readonly wanted: unknown
  readonly running: unknown
}

/** The settings of config.json that differ from the running cluster and need a new one. */
export function needsRecreation(wanted: WantedSettings, running: RunningShape): WaitingSetting[] {
  const fixed = (['k3sImage', 'apiPort', 'registryPort', 'httpPort'] as const).filter(
    (key) => running[key] !== undefined && String(running[key]) !== String(wanted[key]),
  )
  const fewer = running.agents !== undefined && running.agents > wanted.agents ? (['agents'] as const) : []
  const settings = [...fixed, ...fewer].map((key) => ({
    key: `cluster.${key}`,
    wanted: wanted[key] as unknown,
    running: running[key] as unknown,
  }))
  return [...settings, ...otherProxy(wanted, running)]
}

/** An unset proxy means the one that the cluster was created with. */
function otherProxy({proxy}: WantedSettings, {proxyMark: mark}: RunningShape): WaitingSetting[] {
  if (proxy === undefined || mark === undefined || proxyMark(proxy) === mark) return []
  return [{key: 'cluster.proxy', wanted: describeProxy(proxy), running: mark === '' ? 'none' : 'another'}]
}

/** The addresses of a proxy, without passwords. */
export function describeProxy(proxy: NonNullable<WantedSettings['proxy']> | null): string {
  const addresses = new Set([proxy?.https, proxy?.http].flatMap((address) => address ?? []))
  return addresses.size === 0 ? 'none' : [...addresses].map(shownProxy).join(', ')
}
