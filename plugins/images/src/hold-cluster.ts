import {ConfigStore} from '@rde/config/config-store'
import {withLock} from '@rde/config/lock'
import type {RdeConfig} from '@rde/config'
import {holdConfig} from '@rde/plugin-kit/phase-contexts'
import type {Session} from '@rde/plugin-kit'
import type {ClusterInventory} from '@rde/toolchain'

import {awaitRegistry} from './await-registry.js'
import type {Foreknown} from './foreknown.js'
import type {ImageContext} from './image-context.js'
import {requireCluster} from './require-cluster.js'

export interface ClusterWork {
  /** What the user typed, for those who find the cluster held. */
  readonly command: string
  /** For everything, the waiting for another rde included. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Images that the work will ask Docker about. */
  readonly asksFor?: readonly string[]
  /** Shows what is being done, where somebody watches. */
  report(line: string): void
  /** Shows what everybody should know. */
  tell(line: string): void
}

interface Hold extends Omit<ClusterWork, 'asksFor'> {
  readonly ahead: Foreknown
  /** Ends the waiting for another rde, whose own words tell more than those of a deadline. */
  readonly interruption: AbortSignal
}

/** The part of `withCluster` that takes long to load. */
export async function holdCluster<Result>(
  session: Session,
  {command, timeoutMs, signal, interruption, ahead, report, tell}: Hold,
  work: (context: ImageContext) => Promise<Result>,
): Promise<Result> {
  const {data, identity} = session
  // Before the lock: whether there is a cluster needs no waiting for whoever works on it.
  const {config, inventory} = await requireCluster(session, ahead.inventory)
  let known: Pick<Foreknown, 'engine' | 'images'> = ahead
  const onWait = (holder: {command: string; pid: number}) => {
    // Whoever holds it may be building.
    known = {...ahead, images: new Map()}
    tell(`Waiting for \`${holder.command}\` (pid ${holder.pid}), which holds the cluster.`)
  }
  return withLock(data, {command, waitMs: timeoutMs, onWait, signal: interruption}, async (lock) => {
    const {children} = lock
    const holder = await holdConfig(new ConfigStore({data, identity, lock}), session)
    const {docker, k3d, kubectl} = session.tools({signal, children})
    const registry = await registryOf(inventory, config, {docker, signal, report, tell})
    const nodes = [...inventory.servers, ...inventory.agents]
    const tools = {docker, k3d, kubectl, registry, nodes, foreknown: known}
    return work({...tools, ...holder, session, identity, children, signal, report})
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
