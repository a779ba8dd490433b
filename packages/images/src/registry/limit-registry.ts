import {isProcessError} from '@rde/process-runner'

import type {ImageContext} from '../context/image-context.js'
import {awaitRegistry} from './await-registry.js'
import {registryOf} from './registry-of.js'
import {countEarlier, sweepRegistry} from './sweep-registry.js'

/** So many contents that nothing names any more may lie in a registry that runs: those of relay-core have some 15 MB each. */
const mostEarlier = 20

/** How long the registry may take to end. */
const graceSeconds = 10

interface LimitedCluster {
  withSignal(signal: AbortSignal): Pick<ImageContext, 'docker' | 'identity' | 'config' | 'signal' | 'report'>
}

/**
 * Keeps the cluster's own registry from growing with each build while the cluster runs. Under the cluster's lock, which
 * everybody holds who pushes but for builds: so nothing is removed where somebody has written since our own push ended.
 */
export async function limitRegistry(cluster: LimitedCluster, pushEndedAt: number): Promise<void> {
  // Nobody ends it halfway: until it is started again, the registry believes that it has the layers that were removed.
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

/** Of a call that failed: nothing was removed, and it is tried again after the next push. One that was ended may go on in the container. */
function unlessEnded(error: unknown): 0 | undefined {
  if (!isProcessError(error)) throw error
  return error.failure === 'exit-code' && error.exitCode !== endedByCtrlC ? 0 : undefined
}

/** A terminal gives its Ctrl-C to docker as well. */
const endedByCtrlC = 130

/** Whether the registry has so many that some are to be removed; undefined where it does not say. Removes nothing. */
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
  /** False where it was asked meanwhile, and is not. */
  readonly isRegistryFull?: boolean | undefined
}

/** The same after an import that began then, where it sent something. */
export async function limitRegistryAfter(
  {images, isRegistryFull}: Import,
  begin: number,
  cluster: LimitedCluster,
): Promise<void> {
  if (!images.some(({sent}) => sent) || isRegistryFull === false) return
  await limitRegistry(cluster, begin + 1_000 * Math.max(...images.map(({seconds}) => seconds)))
}
