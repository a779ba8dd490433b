import {clusterNames, defaultCluster, readConfig, runsInDocker, type ClusterPorts, type RdeConfig} from '@rde/config'
import {isRdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {asRunning, ownerOf, takeInventories, type ClusterInventory, type Docker} from '@rde/toolchain'

import {providerFor} from '../providers/provider-of.js'
import type {ClusterProvider} from '../providers/provider.js'

export interface ListedCluster {
  readonly name: string
  /** Whether commands work on it where nobody names another one. */
  readonly used: boolean
  readonly provider: ClusterProvider['name']
  /** `absent`: it has a config.json, but no containers. `unknown`: Docker, or its API server, does not answer. */
  readonly state: 'running' | 'stopped' | 'absent' | 'unknown'
  /** Undefined where its config.json is not here, or cannot be read. */
  readonly profile: RdeConfig['stack']['profile'] | undefined
  /** Of 127.0.0.1; undefined where it has none, too. */
  readonly ports: ClusterPorts | undefined
  readonly createdAt: string | undefined
}

/** The clusters that have a folder here, and those of rde's that Docker knows from elsewhere. Changes nothing. */
export async function listClusters({data, identity, tools}: Session, signal: AbortSignal): Promise<ListedCluster[]> {
  const {docker} = tools({signal})
  const inventories = await takeInventories(docker).catch(noneIfSilent)
  const created = await creationTimes(docker, inventories).catch(noneIfSilent)
  const ofRde = [...(inventories ?? [])].filter(([, inventory]) => ownerOf(inventory) !== undefined)
  const names = new Set([...clusterNames(data), ...ofRde.map(([name]) => name)])
  const list = [...names].sort().map(async (name): Promise<ListedCluster> => {
    const inventory = inventories?.get(name)
    const config = await readConfig(data.of(name)).catch(() => undefined)
    const {profile, ports} = describe(config && inventory ? asRunning(config, inventory) : config)
    const known = {name, used: name === identity.name, provider: providerFor(config).name, profile}
    if (!runsInDocker(config)) {
      const {kubectl} = tools({signal})
      const answers = await kubectl.of(data.of(name).kubeconfig).answers()
      return {...known, ports: undefined, state: answers ? 'running' : 'unknown', createdAt: undefined}
    }
    const state = inventories === undefined ? 'unknown' : stateOf(inventory)
    return {...known, ports, state, createdAt: created?.get(name)?.toISOString()}
  })
  return Promise.all(list)
}

/** Whether there is a cluster of that name to use: the default one can always be started. */
export async function isKnown(session: Session, name: string, signal: AbortSignal): Promise<boolean> {
  if (name === defaultCluster || clusterNames(session.data).includes(name)) return true
  return (await listClusters(session, signal)).some((cluster) => cluster.name === name)
}

function describe(config: RdeConfig | undefined): Pick<ListedCluster, 'profile' | 'ports'> {
  if (config === undefined) return {profile: undefined, ports: undefined}
  const {apiPort, registryPort, httpPort} = config.cluster
  return {profile: config.stack.profile, ports: {apiPort, registryPort, httpPort}}
}

function stateOf(inventory: ClusterInventory | undefined): ListedCluster['state'] {
  if (inventory === undefined || inventory.containers.length === 0) return 'absent'
  return inventory.servers.some(({state}) => state === 'running') ? 'running' : 'stopped'
}

async function creationTimes(
  docker: Docker,
  inventories: ReadonlyMap<string, ClusterInventory> | undefined,
): Promise<Map<string, Date>> {
  const servers = [...(inventories ?? [])].flatMap(([cluster, inventory]) =>
    inventory.servers.slice(0, 1).map(({name}) => ({cluster, name})),
  )
  const times = await docker.createdAt(servers.map(({name}) => name))
  return new Map(servers.flatMap(({cluster, name}) => (times.has(name) ? [[cluster, times.get(name)!]] : [])))
}

/** Docker is missing or silent: what config.json says of the clusters is known all the same. */
function noneIfSilent(error: unknown): undefined {
  if (isRdeError(error) || (isProcessError(error) && error.failure !== 'cancelled')) return undefined
  throw error
}
