import type {ClusterInventory} from '@rde/toolchain'

import type {ImageContext} from './image-context.js'
import {awaitRegistry} from './registry/await-registry.js'
import {ClusterRegistry} from './registry/cluster-registry.js'

type ClusterContext = Omit<ImageContext, 'registry' | 'hasRegistry' | 'nodes'> & {
  readonly inventory: ClusterInventory
  /** Shows what the user should know even where nobody watches. */
  note(line: string): void
}

/** Adds the registry, answering, and the nodes to the context of a running cluster. */
export async function openImageContext(cluster: ClusterContext): Promise<ImageContext> {
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
