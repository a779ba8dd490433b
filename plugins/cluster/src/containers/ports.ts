import {
  clusterNames,
  readConfig,
  type ClusterIdentity,
  type ClusterPorts,
  type DataDirectory,
  type RdeConfig,
} from '@rde/config'
import {isPortFree, nextFreePort, parts, type ClusterInventory, type WantedPort} from '@rde/toolchain'

const purposes: Readonly<Record<keyof ClusterPorts, string>> = {
  apiPort: 'the API server',
  registryPort: 'the registry',
  httpPort: 'web traffic',
}
const settings = Object.keys(purposes) as ReadonlyArray<keyof ClusterPorts>

/** The ports of the other clusters that have a config.json here. A stopped cluster needs its ports again. */
export async function portsOfOthers(data: DataDirectory): Promise<ReadonlySet<number>> {
  const others = clusterNames(data).filter((name) => name !== data.clusterName)
  // A config.json that cannot be read is reported when its cluster is used.
  const configs = await Promise.all(others.map((name) => readConfig(data.of(name)).catch(() => undefined)))
  return new Set(configs.flatMap((config) => (config ? settings.map((setting) => config.cluster[setting]) : [])))
}

/**
 * The ports for a new cluster. A default that is in use, or belongs to another cluster, is replaced by the next free
 * port. A port that the user chose stays; preflight reports what uses it.
 */
export async function choosePorts(
  config: RdeConfig,
  {ports: defaults}: ClusterIdentity,
  others: ReadonlySet<number> = new Set(),
): Promise<ClusterPorts> {
  const chosen: Partial<Record<keyof ClusterPorts, number>> = {}
  for (const setting of settings) {
    const wanted = config.cluster[setting]
    const isReplaced = wanted === defaults[setting] && (others.has(wanted) || !(await isPortFree(wanted)))
    const reserved = new Set([...others, ...Object.values(chosen), ...settings.map((other) => config.cluster[other])])
    chosen[setting] = isReplaced ? ((await nextFreePort(wanted + 1, reserved)) ?? wanted) : wanted
  }
  return chosen as ClusterPorts
}

/** The ports that must be free now: those that no container of the cluster itself uses. */
export function wantedPorts(ports: ClusterPorts, inventory: ClusterInventory): WantedPort[] {
  const exists = parts(inventory).length > 0
  const running = (containers: ClusterInventory['servers']) =>
    containers.some(({state}) => state === 'running' || state === 'paused')
  const held: Readonly<Record<keyof ClusterPorts, boolean>> = {
    apiPort: running(inventory.loadBalancers),
    httpPort: running(inventory.loadBalancers),
    registryPort: running(inventory.registries),
  }
  return settings
    .filter((setting) => !held[setting])
    .map((setting) => ({
      port: ports[setting],
      purpose: purposes[setting],
      // The port of an existing cluster cannot be changed.
      ...(!exists && {setting: `cluster.${setting}`}),
    }))
}

/** Messages about the ports that replace a default. */
export function portNotes(ports: ClusterPorts, {ports: defaults}: ClusterIdentity, before: ClusterPorts): string[] {
  const changed = settings.filter((setting) => ports[setting] !== before[setting])
  return changed.map((setting) => `port ${defaults[setting]} is in use; ${purposes[setting]} uses ${ports[setting]}`)
}
