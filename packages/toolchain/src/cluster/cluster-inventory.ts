import {runsInDocker, type ClusterIdentity, type RdeConfig} from '@rde/config'

import type {Container} from '../docker/container.js'
import type {Docker} from '../docker/docker.js'

export type NodeRole = 'server' | 'agent' | 'loadbalancer' | 'registry' | 'tools'

/** The containers of a cluster in Docker, by role. Always read from Docker, never cached. */
export interface ClusterInventory {
  readonly servers: readonly Container[]
  readonly agents: readonly Container[]
  readonly loadBalancers: readonly Container[]
  readonly registries: readonly Container[]
  /** All containers with the cluster's label, including k3d's short-lived helpers. */
  readonly containers: readonly Container[]
}

/** Asks Docker instead of k3d: k3d does not list nodes whose container was removed, or networks and volumes. */
export async function takeInventory(docker: Docker, {name}: ClusterIdentity): Promise<ClusterInventory> {
  return byRole(await docker.containers(`label=k3d.cluster=${name}`))
}

/** The inventory of an attached cluster, which has no containers in the local Docker. */
export const noContainers: ClusterInventory = {
  servers: [],
  agents: [],
  loadBalancers: [],
  registries: [],
  containers: [],
}

interface DescribedCluster {
  readonly identity: ClusterIdentity
  /** Undefined if unknown, for example if config.json was lost; then Docker is asked. */
  readonly config: Pick<RdeConfig, 'cluster'> | undefined
}

/** The inventory of the cluster that config.json describes. */
export async function clusterInventory(
  docker: Docker,
  {identity, config}: DescribedCluster,
): Promise<ClusterInventory> {
  return runsInDocker(config) ? takeInventory(docker, identity) : noContainers
}

/** The inventories of all k3d clusters in Docker, by name. */
export async function takeInventories(docker: Docker): Promise<Map<string, ClusterInventory>> {
  const containers = await docker.containers('label=k3d.cluster')
  const names = new Set(containers.flatMap(({labels}) => labels['k3d.cluster'] ?? []))
  return new Map(
    [...names].map((name) => [name, byRole(containers.filter(({labels}) => labels['k3d.cluster'] === name))]),
  )
}

function byRole(containers: readonly Container[]): ClusterInventory {
  const ofRole = (role: NodeRole) =>
    containers.filter(({labels}) => labels['k3d.role'] === role).sort((a, b) => a.name.localeCompare(b.name))
  return {
    servers: ofRole('server'),
    agents: ofRole('agent'),
    loadBalancers: ofRole('loadbalancer'),
    registries: ofRole('registry'),
    containers,
  }
}

/** The port with which the registry was created; undefined if there is none. */
export function registryPortOf({registries}: ClusterInventory): number | undefined {
  const port = registries[0]?.labels['k3s.registry.port.external']
  return port === undefined ? undefined : Number(port)
}

/** The config with the actual registry port: a changed port takes effect with the next cluster. */
export function asRunning(config: RdeConfig, inventory: ClusterInventory): RdeConfig {
  const registryPort = registryPortOf(inventory)
  return registryPort === undefined ? config : {...config, cluster: {...config.cluster, registryPort}}
}

/** The containers that make up a cluster, in start order. */
export function parts({registries, servers, agents, loadBalancers}: ClusterInventory): Container[] {
  return [...registries, ...servers, ...agents, ...loadBalancers]
}
