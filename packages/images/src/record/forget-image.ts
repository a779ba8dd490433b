import type {ImageReference} from '../image-reference.js'
import {repositories} from '../registry/sweep-registry.js'
import {removeOn} from '../nodes/node-images.js'
import type {TransportContext} from '../transport/transport.js'

/**
 * Removes an image from the registry, the nodes and, last, config.json. Running pods use it until they are replaced.
 */
export async function forgetImage(
  reference: ImageReference,
  {docker, nodes, registry, transport, config, updateConfig}: TransportContext,
): Promise<void> {
  const {familiar, repository, tag} = reference
  const {digest} = config().images.find((image) => image.reference === familiar)!
  const tagFolder = `${repositories}/${repository}/_manifests/tags/${tag}`
  const {container} = registry
  if (container !== undefined && transport.usesRegistry) await docker.exec(container, ['rm', '-rf', tagFolder])
  const running = nodes.filter(({state}) => state === 'running')
  await Promise.all(running.map((node) => removeOn(node, {reference, digest}, docker)))
  await updateConfig((current) => ({
    ...current,
    images: current.images.filter((image) => image.reference !== familiar),
  }))
}
