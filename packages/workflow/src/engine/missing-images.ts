import {ClusterRegistry, ImageReference} from '@rde/images'

import type {WorkflowContext} from '../context.js'

export interface MissingImagesOptions {
  readonly registryPort: number
  readonly signal: AbortSignal
}

/**
 * The images that Docker has here but the cluster's registry does not: nodes look there first, and then on the internet,
 * where a developer's own image is not.
 */
export async function missingImages(
  images: readonly string[],
  context: WorkflowContext,
  {registryPort, signal}: MissingImagesOptions,
): Promise<string[]> {
  const registry = new ClusterRegistry(context.identity, registryPort, signal)
  const {docker} = context.tools({signal})
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
