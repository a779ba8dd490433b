import type {ClusterInventory} from '@rde/toolchain'

import type {ImageContext} from './image-context.js'
import {awaitRegistry} from '../registry/await-registry.js'
import {registryOf} from '../registry/registry-of.js'
import {byArchive} from '../transport/by-archive.js'
import {byPush} from '../transport/by-push.js'
import {byRegistry} from '../transport/by-registry.js'
import type {TransportContext} from '../transport/transport.js'

type ClusterContext = Omit<ImageContext, 'registry' | 'nodes' | 'note'> & {
  readonly inventory: ClusterInventory
  /** Prints a note that the user should see even without progress output. */
  note(line: string): void
}

/** Adds the registry, once it answers, and the transport to the context of a running cluster. */
export async function openImageContext(cluster: ClusterContext): Promise<TransportContext> {
  const {inventory, note} = cluster
  const nodes = [...inventory.servers, ...inventory.agents]
  const registry = registryOf(cluster)
  if (registry.container === undefined) return {...cluster, nodes, registry, transport: byPush}
  const [container] = inventory.registries
  if (container !== undefined) {
    const answering = await awaitRegistry(cluster, {container, timeoutMs: 20_000})
    return {...cluster, nodes, registry: answering, transport: byRegistry}
  }
  note('The cluster has no registry, so whole images go to every node. To create it again: rde cluster start')
  return {...cluster, nodes, registry, transport: byArchive}
}
