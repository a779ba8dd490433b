import type {ClusterIdentity, RdeConfig} from '@rde/config'
import type {ClusterInventory, Container, Docker, K3d, Kubectl} from '@rde/toolchain'

import {awaitRegistry} from './registry/await-registry.js'
import {ClusterRegistry} from './registry/cluster-registry.js'

/** What work on images takes. The context of a phase has the first part of it. */
export interface ImageContext {
  readonly docker: Docker
  readonly k3d: K3d
  readonly kubectl: Kubectl
  readonly identity: ClusterIdentity
  config(): RdeConfig
  updateConfig(change: (config: RdeConfig) => RdeConfig): Promise<RdeConfig>
  readonly signal: AbortSignal
  /** Shows what is being done or waited for. */
  report(line: string): void

  readonly registry: ClusterRegistry
  /** False where the container of the registry is gone: then k3d carries images to the nodes. */
  readonly hasRegistry: boolean
  /** Servers and agents, stopped ones too. */
  readonly nodes: readonly Container[]
}

type ClusterContext = Omit<ImageContext, 'registry' | 'hasRegistry' | 'nodes'> & {
  readonly inventory: ClusterInventory
  /** Shows what the user should know even where nobody watches. */
  note(line: string): void
}

/** Adds the registry, answering, and the nodes to the context of a running cluster. */
export async function imageContext(cluster: ClusterContext): Promise<ImageContext> {
  const {identity, config, signal, inventory, note} = cluster
  const nodes = [...inventory.servers, ...inventory.agents]
  const [container] = inventory.registries
  if (container !== undefined) {
    const registry = await awaitRegistry(cluster, {container, timeoutMs: 20_000})
    return {...cluster, nodes, registry, hasRegistry: true}
  }
  note('The cluster has no registry, so whole images go to every node. To create it again: rde cluster start')
  const registry = new ClusterRegistry(identity, config().cluster.registryPort, signal)
  return {...cluster, nodes, registry, hasRegistry: false}
}
