import {runsInDocker, type ClusterIdentity, type RdeConfig} from '@rde/config'

import type {Container} from '../docker/container.js'
import type {Docker} from '../docker/docker.js'

export type NodeRole = 'server' | 'agent' | 'loadbalancer' | 'registry' | 'tools'

/** What there is of a cluster in Docker, by role. Nothing here was remembered: it was asked. */
export interface ClusterInventory {
  readonly servers: readonly Container[]
  readonly agents: readonly Container[]
  readonly loadBalancers: readonly Container[]
  readonly registries: readonly Container[]
  /** All containers with the cluster's label, k3d's short-lived helpers included. */
  readonly containers: readonly Container[]
}

/** Asks Docker, not k3d: k3d forgets a node whose container is gone, and knows neither its networks nor its volumes. */
export async function takeInventory(docker: Docker, {name}: ClusterIdentity): Promise<ClusterInventory> {
  return byRole(await docker.containers(`label=k3d.cluster=${name}`))
}

/** Of a cluster whose nodes are not ours: nothing of it is in Docker here. */
export const noContainers: ClusterInventory = {
  servers: [],
  agents: [],
  loadBalancers: [],
  registries: [],
  containers: [],
}

interface DescribedCluster {
  readonly identity: ClusterIdentity
  /** Undefined where it is not known, as of one whose config.json was lost: then its containers tell. */
  readonly config: Pick<RdeConfig, 'cluster'> | undefined
}

/** What there is in Docker of the cluster that config.json describes. */
export async function clusterInventory(
  docker: Docker,
  {identity, config}: DescribedCluster,
): Promise<ClusterInventory> {
  return runsInDocker(config) ? takeInventory(docker, identity) : noContainers
}

/** The same for every cluster of k3d's that Docker knows, by name. */
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

/** The port of the registry, which stays what it was created with; undefined where there is none. */
export function registryPortOf({registries}: ClusterInventory): number | undefined {
  const port = registries[0]?.labels['k3s.registry.port.external']
  return port === undefined ? undefined : Number(port)
}

/** config.json as far as this cluster follows it: another port for the registry waits for the next cluster. */
export function asRunning(config: RdeConfig, inventory: ClusterInventory): RdeConfig {
  const registryPort = registryPortOf(inventory)
  return registryPort === undefined ? config : {...config, cluster: {...config.cluster, registryPort}}
}

/** The containers that make up a cluster, in the order in which they are started. */
export function parts({registries, servers, agents, loadBalancers}: ClusterInventory): Container[] {
  return [...registries, ...servers, ...agents, ...loadBalancers]
}
