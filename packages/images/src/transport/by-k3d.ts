import {RdeError} from '@rde/errors'

import type {AcquiredImage} from '../acquire/acquire-image.js'
import type {ImageContext} from '../context/image-context.js'
import {bringToNodes} from '../nodes/bring-to-nodes.js'
import {describeOn, missingOn, nameOn, type HeldImage, type NodeImage} from '../nodes/node-images.js'
import {refuseUnsendable} from './refuse-unsendable.js'
import type {SentImage, Transport} from './transport.js'

/**
 * For a cluster without a registry: k3d sends the whole image to every node. The result is checked on the nodes, since
 * k3d reports success even if a node refused the image.
 */
export const byK3d: Transport = {
  usesRegistry: false,
  send,
  spread: (images, context) =>
    bringToNodes(images, context, (node, missing, {docker}) => nameOn(node, missing, docker)),
}

async function send(image: AcquiredImage, context: ImageContext): Promise<SentImage> {
  const {reference, id, size} = image
  const before = context.config().images.find((known) => known.reference === reference.familiar)
  if (before?.imageId === id && (await isEverywhere({reference, digest: before.digest}, context)))
    return {...image, digest: before.digest, configDigest: undefined, changed: false, sentBytes: 0, totalBytes: size}
  await refuseUnsendable(image, context)
  context.report(`sending ${reference} to every node`)
  await context.k3d.importImage(reference.familiar)
  return {...image, ...(await heldByServer(image, context)), changed: true, sentBytes: size, totalBytes: size}
}

async function isEverywhere(image: NodeImage, {nodes, docker}: ImageContext): Promise<boolean> {
  const missing = await Promise.all(nodes.map((node) => missingOn(node, [image], docker)))
  return missing.every((images) => images.length === 0)
}

/** The digest of the content on the nodes. It differs from a registry's, since k3d's archive has other layer bytes. */
async function heldByServer({reference, id}: AcquiredImage, {nodes, docker}: ImageContext): Promise<HeldImage> {
  const [server] = nodes
  const held = await describeOn(server!, reference, docker)
  if (held !== undefined && [held.digest, held.configDigest].includes(id)) return held
  throw new RdeError(`k3d reported success, but ${server!.name} does not have ${reference}.`, {
    code: 'RDE_IMAGE_NOT_ON_NODE',
    remedies: [{what: 'Repair the cluster and its registry', command: 'rde cluster start'}],
    outcome: 'No workload was changed.',
  })
}
