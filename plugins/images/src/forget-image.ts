import {parseImageReference} from '@rde/images'

import type {ImageContext} from './image-context.js'
import {ctr} from './transport/ctr.js'
import {bothNames} from './transport/node-images.js'

/** Where the registry keeps its tags. Its API can delete a tag only where it was set up for that, which k3d's are not. */
const repositories = '/var/lib/registry/docker/registry/v2/repositories'

/** Takes an image out of the registry, the nodes and, last, config.json. What runs it goes on until its pods are replaced. */
export async function forget(
  reference: string,
  {docker, nodes, identity, registry, ...context}: ImageContext,
): Promise<void> {
  const {canonical, repository, tag} = parseImageReference(reference)
  const {digest} = context.config().images.find((image) => image.reference === reference)!
  const tagFolder = `${repositories}/${repository}/_manifests/tags/${tag}`
  if (registry !== undefined) await docker.exec(identity.registry, ['rm', '-rf', tagFolder])
  const running = nodes.filter(({state}) => state === 'running')
  const remove = ctr('images', 'rm', ...bothNames({canonical, digest}))
  await Promise.all(running.map(({name}) => docker.exec(name, remove)))
  await context.updateConfig((config) => ({
    ...config,
    images: config.images.filter((image) => image.reference !== reference),
  }))
}
