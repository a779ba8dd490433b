import {isProcessError} from '@rde/process-runner'

import type {ImageContext} from '../context/image-context.js'
import {awaitRegistry} from './await-registry.js'
import {registryOf} from './registry-of.js'
import {countEarlier, sweepRegistry} from './sweep-registry.js'

/** The maximum number of unreferenced images in a running registry: those of relay-core have about 15 MB each. */
const mostEarlier = 20

/** The time that the registry has to stop. */
const graceSeconds = 10

interface LimitedCluster {
  withSignal(signal: AbortSignal): Pick<ImageContext, 'docker' | 'identity' | 'config' | 'signal' | 'report'>
}

/**
 * Keeps the cluster's registry from growing with each build while the cluster runs. Requires the cluster lock. Builds
 * push without that lock, so nothing is removed if anything was written since our own push ended.
 */
export async function limitRegistry(cluster: LimitedCluster, pushEndedAt: number): Promise<void> {
  // Not interruptible: until its restart, the registry assumes that it still has the removed layers.
  const context = cluster.withSignal(new AbortController().signal)
  const {docker, config, report} = context
  const quietFor = Math.floor((performance.now() - pushEndedAt) / 1_000)
  const {container} = registryOf(context)
  if (container === undefined || quietFor < 1) return
  const swept = sweepRegistry(container, {docker, images: config().images, atLeast: mostEarlier, quietFor})
  const count = await swept.catch(unlessEnded)
  if (count === 0) return
  if (count !== undefined) report(`removed ${count} earlier images from the cluster's registry`)
  await docker.stop([container], graceSeconds)
  await docker.start([container])
  await awaitRegistry(context)
}

/** 0 if the call failed and removed nothing. Undefined if it was interrupted: it may continue in the container. */
function unlessEnded(error: unknown): 0 | undefined {
  if (!isProcessError(error)) throw error
  return error.failure === 'exit-code' && error.exitCode !== endedByCtrlC ? 0 : undefined
}

/** A terminal also sends Ctrl-C to docker. */
const endedByCtrlC = 130

/** Whether the registry has enough earlier images to remove some; undefined if the check fails. Removes nothing. */
export async function isRegistryFull({
  docker,
  registry,
  config,
}: Pick<ImageContext, 'docker' | 'registry' | 'config'>): Promise<boolean | undefined> {
  if (registry.container === undefined) return false
  const counted = countEarlier(registry.container, {docker, images: config().images})
  const count = await counted.catch(() => undefined)
  return count === undefined ? undefined : count >= mostEarlier
}

interface Pushed {
  readonly sent: boolean
  readonly seconds: number
}

interface Import {
  readonly images: readonly Pushed[]
  /** False if the registry was checked in the meantime and is not full. */
  readonly isRegistryFull?: boolean | undefined
}

/** Limits the registry after an import that began at `begin`, if it sent something. */
export async function limitRegistryAfter(
  {images, isRegistryFull}: Import,
  begin: number,
  cluster: LimitedCluster,
): Promise<void> {
  if (!images.some(({sent}) => sent) || isRegistryFull === false) return
  await limitRegistry(cluster, begin + 1_000 * Math.max(...images.map(({seconds}) => seconds)))
}
