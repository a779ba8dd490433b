import type {RdeConfig} from '@rde/config'
import {ImageReference, registryOf} from '@rde/images'
import {asRunning, clusterInventory} from '@rde/toolchain'

import type {WorkflowContext} from '../run/context.js'

export interface MissingImagesOptions {
  readonly config: RdeConfig
  readonly signal: AbortSignal
}

/**
 * The images that the local Docker has but the cluster's registry does not. Nodes look in that registry first, and then
 * on the internet, where a developer's image is not found.
 */
export async function missingImages(
  images: readonly string[],
  context: WorkflowContext,
  {config, signal}: MissingImagesOptions,
): Promise<string[]> {
  const {docker} = context.tools({signal})
  // A run does not need Docker: if it does not answer, use config.json.
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

/** Describes images that are missing in the cluster. */
export function describeMissingImages(missing: readonly string[]): string {
  const what = missing.length === 1 ? `The image ${missing[0]} is` : `The images ${missing.join(', ')} are`
  return `${what} on this machine, but not in the cluster.`
}

/** The command that imports them. */
export function importCommand(missing: readonly string[]): string {
  return `rde images import ${missing.join(' ')}`
}
