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

/** The ports of the other clusters that have a config.json here: one that is stopped holds none, and needs them again. */
export async function portsOfOthers(data: DataDirectory): Promise<ReadonlySet<number>> {
  const others = clusterNames(data).filter((name) => name !== data.clusterName)
  // One that cannot be read is reported where its cluster is used.
  const configs = await Promise.all(others.map((name) => readConfig(data.of(name)).catch(() => undefined)))
  return new Set(configs.flatMap((config) => (config ? settings.map((setting) => config.cluster[setting]) : [])))
}

/**
 * The ports for a cluster that is about to be made. A default that is taken, or belongs to another cluster, gives way to the
 * next free port; one that the user chose stays, and preflight says who holds it.
 */
export async function choosePorts(
  config: RdeConfig,
  {ports: defaults}: ClusterIdentity,
  others: ReadonlySet<number> = new Set(),
): Promise<ClusterPorts> {
  const chosen: Partial<Record<keyof ClusterPorts, number>> = {}
  for (const setting of settings) {
    const wanted = config.cluster[setting]
    const gives = wanted === defaults[setting] && (others.has(wanted) || !(await isPortFree(wanted)))
    const spokenFor = new Set([...others, ...Object.values(chosen), ...settings.map((other) => config.cluster[other])])
    chosen[setting] = gives ? ((await nextFreePort(wanted + 1, spokenFor)) ?? wanted) : wanted
  }
  return chosen as ClusterPorts
}

/** The ports that must be free now: those that no container of the cluster itself holds. */
export function wantedPorts(ports: ClusterPorts, inventory: ClusterInventory): WantedPort[] {
  const made = parts(inventory).length > 0
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
      // Another port is no way out for a cluster that was made with this one.
      ...(!made && {setting: `cluster.${setting}`}),
    }))
}

/** What was chosen instead of a default, for the user's eyes. */
export function portNotes(ports: ClusterPorts, {ports: defaults}: ClusterIdentity, before: ClusterPorts): string[] {
  const changed = settings.filter((setting) => ports[setting] !== before[setting])
  return changed.map((setting) => `port ${defaults[setting]} is taken, ${purposes[setting]} gets ${ports[setting]}`)
}
