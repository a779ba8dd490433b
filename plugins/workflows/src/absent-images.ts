import type {Session} from '@rde/plugin-kit'
import {repositoryPath} from '@rde/images/registry/registry-names'
import {RegistryClient} from '@rde/images/registry/registry-client'
import type {SavedWorkflow} from '@rde/workflow/engine/workflow-store'

import type {Engine} from '../../../packages/workflow/src/engine/engine.js'

/** What relay-core runs where a step names no image: one that only waits for an answer. */
const defaultImage = 'alpine:latest'

interface Place {
  readonly session: Session
  readonly engine: Engine
}

/**
 * A line for each image of a workflow that Docker has here, but not the cluster's registry: nodes look there first, and then
 * on the internet, where a developer's own image is not.
 */
export async function absentImages({steps}: SavedWorkflow, {session, engine}: Place): Promise<string[]> {
  const {config, signal} = engine
  const registry = new ClusterRegistry(session.identity, config.cluster.registryPort, signal)
  const images = [...new Set(steps.map(({image}) => image || defaultImage))]
  const {docker} = session.tools({signal})
  const found = await Promise.all(
    images.map(async (image) => {
      const reference = ImageReference.read(image)
      if (reference === undefined) return []
      // A registry that does not answer is told by whoever needs it: the step that cannot start.
      const stored = await registry.find(reference).catch(() => true)
      if (stored !== undefined) return []
      const local = await docker.image(image).catch(() => undefined)
      return local === undefined ? [] : [image]
    }),
  )
  return found
    .flat()
    .map((image) => `${image} is in Docker here, but not in the cluster. Bring it in: rde images import ${image}`)
}
