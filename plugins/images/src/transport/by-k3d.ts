import {RdeError} from '@rde/errors'
import {parseImageReference} from '@rde/images/image-reference'

import type {FoundImage} from '../find-image.js'
import type {ImageContext} from '../image-context.js'
import {bringToNodes} from './bring-to-nodes.js'
import {describeOn, lackingOn, nameOn, type HeldImage} from './node-images.js'
import {refuseUnsendable} from './refuse-unsendable.js'
import type {SentImage, Transport} from './transport.js'

/**
 * For a cluster without a registry: k3d sends the whole image to every node. What the nodes then hold is compared with
 * what was to be sent, since k3d counts an import as done where a node refused it.
 */
export const byK3d: Transport = {
  send,
  spread: (images, context) =>
    bringToNodes(images, context, (node, lacking, {docker}) => nameOn(node, lacking, docker)),
}

async function send(image: FoundImage, context: ImageContext): Promise<SentImage> {
  const {reference, id, size} = image
  const before = context.config().images.find((known) => known.reference === reference)
  if (before?.imageId === id && (await isEverywhere(before, context)))
    return {...image, digest: before.digest, configDigest: undefined, changed: false, sentBytes: 0, totalBytes: size}
  await refuseUnsendable(image, context)
  context.report(`sending ${reference} to every node`)
  await context.k3d.importImage(reference)
  return {...image, ...(await arrived(image, context)), changed: true, sentBytes: size, totalBytes: size}
}

async function isEverywhere(image: {reference: string; digest: string}, {nodes, docker}: ImageContext) {
  const wanted = [{...image, canonical: parseImageReference(image.reference).canonical}]
  const lacking = await Promise.all(nodes.map((node) => lackingOn(node, wanted, docker)))
  return lacking.every((images) => images.length === 0)
}

/** The digest that the content goes by on the nodes: k3d's archive has other layers than a registry, as bytes. */
async function arrived({reference, id}: FoundImage, {nodes, docker}: ImageContext): Promise<HeldImage> {
  const [server] = nodes
  const {canonical} = parseImageReference(reference)
  const held = await describeOn(server!, canonical, docker)
  if (held !== undefined && [held.digest, held.configDigest].includes(id)) return held
  throw new RdeError(`${reference} did not reach ${server!.name}, although k3d ended well.`, {
    code: 'RDE_IMAGE_NOT_ON_NODE',
    remedies: [{what: 'Repair the cluster, its registry as well', command: 'rde cluster start'}],
    outcome: 'No workload was changed.',
  })
}
