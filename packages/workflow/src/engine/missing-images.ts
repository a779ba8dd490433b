import type {RdeConfig} from '@rde/config'
import {ImageReference, registryOf} from '@rde/images'
import {asRunning, clusterInventory} from '@rde/toolchain'

import type {WorkflowContext} from '../run/context.js'

export interface MissingImagesOptions {
  readonly config: RdeConfig
  readonly signal: AbortSignal
}

/**
 * The images that Docker has here but the cluster's registry does not: nodes look there first, and then on the internet,
 * where a developer's own image is not.
 */
export async function missingImages(
  images: readonly string[],
  context: WorkflowContext,
  {config, signal}: MissingImagesOptions,
): Promise<string[]> {
  const {docker} = context.tools({signal})
  // A run needs no Docker: where it does not answer, config.json has to do.
  const inventory = await clusterInventory(docker, {...context, config}).catch(() => undefined)
  const running = inventory === undefined ? config : asRunning(config, inventory)
  const registry = registryOf({docker, identity: context.identity, config: () => running, signal})
  const found = await Promise.all(
    images.map(async (image) => {
      const reference = ImageReference.read(image)
      if (reference === undefined) return []
      // If the registry does not answer, the step that cannot start reports it.
      const stored = await registry.find(reference).catch(() => true)
      if (stored !== undefined) return []
      const local = await docker.image(image).catch(() => undefined)
      return local === undefined ? [] : [image]
    }),
  )
  return found.flat()
}

/** What to say of images that the cluster lacks. */
export function notImported(missing: readonly string[]): string {
  const what = missing.length === 1 ? `The image ${missing[0]} is` : `The images ${missing.join(', ')} are`
  return `${what} on this machine, but not in the cluster.`
}

/** The command that brings them. */
export function importOf(missing: readonly string[]): string {
  return `rde images import ${missing.join(' ')}`
}
