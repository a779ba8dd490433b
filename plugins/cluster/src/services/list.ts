import {clusterNames, defaultCluster, readConfig, type RdeConfig} from '@rde/config'
import type {Session} from '@rde/plugin-kit'
import {ownerOf, takeInventories, type ClusterInventory, type Docker} from '@rde/toolchain'

import {noneIfSilent} from '../providers/none-if-silent.js'
import {providerFor} from '../providers/provider-of.js'
import type {ClusterProvider, ClusterSummary} from '../providers/provider.js'

export interface ListedCluster extends ClusterSummary {
  readonly name: string
  /** Whether commands work on it by default. */
  readonly used: boolean
  readonly provider: ClusterProvider['name']
  /** Undefined if its config.json is missing or cannot be read. */
  readonly profile: RdeConfig['stack']['profile'] | undefined
}

/** Lists the clusters with a folder here, and other clusters of rde in Docker. Changes nothing. */
export async function listClusters(session: Session, signal: AbortSignal): Promise<ListedCluster[]> {
  const {data, identity} = session
  const tools = session.tools({signal})
  // Without Docker, the clusters are listed from config.json.
  const inventories = await takeInventories(tools.docker).catch(noneIfSilent)
  const created = await creationTimes(tools.docker, inventories).catch(noneIfSilent)
  const ofRde = [...(inventories ?? [])].filter(([, inventory]) => ownerOf(inventory) !== undefined)
  const names = new Set([...clusterNames(data), ...ofRde.map(([name]) => name)])
  const list = [...names].sort().map(async (name): Promise<ListedCluster> => {
    const config = await readConfig(data.of(name)).catch(() => undefined)
    const provider = providerFor(config)
    const found = {inventory: inventories?.get(name), createdAt: created?.get(name)}
    const inDocker = inventories === undefined ? undefined : found
    const summary = await provider.summary({data: data.of(name), config, tools, inDocker})
    return {name, used: name === identity.name, provider: provider.name, profile: config?.stack.profile, ...summary}
  })
  return Promise.all(list)
}

/** Whether a cluster of that name can be used. The default one can always be started. */
export async function isKnown(session: Session, name: string, signal: AbortSignal): Promise<boolean> {
  if (name === defaultCluster || clusterNames(session.data).includes(name)) return true
  return (await listClusters(session, signal)).some((cluster) => cluster.name === name)
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
