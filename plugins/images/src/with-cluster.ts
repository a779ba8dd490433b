import {ConfigStore, withLock, type RdeConfig} from '@rde/config'
import {holdConfig, type Session} from '@rde/plugin-kit'
import type {ClusterInventory} from '@rde/toolchain'

import {awaitRegistry} from './await-registry.js'
import {deadlined} from './deadline.js'
import type {ImageContext} from './image-context.js'
import {requireCluster} from './require-cluster.js'

export interface ClusterWork {
  /** What the user typed, for those who find the cluster held. */
  readonly command: string
  /** For everything, the waiting for another rde included. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Shows what is being done, where somebody watches. */
  report(line: string): void
  /** Shows what everybody should know. */
  tell(line: string): void
}

/**
 * Does work on images with the cluster held, after whoever holds it now. Throws RDE_BUSY (5) or RDE_DEADLINE (124, with what
 * was seen last) when the time is up, and exit 4 where no cluster runs.
 */
export async function withCluster<Result>(
  session: Session,
  {command, timeoutMs, ...wishes}: ClusterWork,
  work: (context: ImageContext) => Promise<Result>,
): Promise<Result> {
  const {data, identity} = session
  return deadlined({timeoutMs, ...wishes}, async (signal, report) => {
    // Before the lock: whether there is a cluster needs no waiting for whoever works on it.
    const {config, inventory} = await requireCluster(session, session.tools({signal}).docker)
    const onWait = (holder: {command: string; pid: number}) =>
      wishes.tell(`Waiting for \`${holder.command}\` (pid ${holder.pid}), which holds the cluster.`)
    return withLock(data, {command, waitMs: timeoutMs, onWait, signal: wishes.signal}, async (lock) => {
      const {children} = lock
      const holder = await holdConfig(new ConfigStore({data, identity, lock}), session)
      const {docker, k3d, kubectl} = session.tools({signal, children})
      const registry = await registryOf(inventory, config, {docker, signal, report, tell: wishes.tell})
      const nodes = [...inventory.servers, ...inventory.agents]
      const tools = {docker, k3d, kubectl, registry, nodes}
      return work({...tools, ...holder, session, identity, children, signal, report})
    })
  })
}

/** A registry whose container is gone is done without, which is slow: it is said, with what makes it again. */
async function registryOf(
  {registries: [container]}: ClusterInventory,
  {cluster}: RdeConfig,
  {tell, ...means}: RegistryMeans,
) {
  if (container !== undefined) return awaitRegistry(container, cluster.registryPort, means)
  tell('The cluster has no registry: images go whole to every node. `rde cluster start` makes it again.')
  return undefined
}

type RegistryMeans = Parameters<typeof awaitRegistry>[2] & Pick<ClusterWork, 'tell'>
