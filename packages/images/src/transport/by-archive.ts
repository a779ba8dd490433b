import {join} from 'node:path'

import {makeFolder, privateMode} from '@rde/config/files/make-folder'
import {withScratchFolder} from '@rde/config/files/with-scratch-folder'
import {RdeError} from '@rde/errors'

import type {AcquiredImage} from '../acquire/acquire-image.js'
import type {ImageContext} from '../context/image-context.js'
import {bringToNodes, notOnEveryNode} from '../nodes/bring-to-nodes.js'
import {
  describeOn,
  importOn,
  lastLineOf,
  missingOn,
  nameOn,
  type HeldImage,
  type NodeImage,
} from '../nodes/node-images.js'
import {findRecord} from '../record/record-images.js'
import {refuseUnsendable} from './refuse-unsendable.js'
import type {SentImage, Transport} from './transport.js'

/**
 * For a cluster without a registry: every node imports an archive of the whole image. Not by `k3d image import`, which
 * never ends if one node refuses the archive while another still reads it.
 */
export const byArchive: Transport = {
  usesRegistry: false,
  send,
  spread: (images, context) =>
    bringToNodes(images, context, (node, missing, {docker}) => nameOn(node, missing, docker)),
}

async function send(image: AcquiredImage, context: ImageContext): Promise<SentImage> {
  const {reference, size} = image
  const before = findRecord(image, context.config())
  if (before !== undefined && (await isEverywhere({reference, digest: before.digest}, context)))
    return {...image, digest: before.digest, configDigest: undefined, changed: false, sentBytes: 0, totalBytes: size}
  await refuseUnsendable(image, context)
  context.report(`sending ${reference} to every node`)
  await importOnNodes(image, context)
  return {...image, ...(await heldByServer(image, context)), changed: true, sentBytes: size, totalBytes: size}
}

async function importOnNodes({reference}: AcquiredImage, {nodes, docker, data, signal}: ImageContext): Promise<void> {
  makeFolder(data.downloads, privateMode)
  await withScratchFolder(join(data.downloads, '.send-'), async (folder) => {
    const archive = join(folder, 'image.tar')
    await docker.save(reference.familiar, archive)
    const imports = await Promise.allSettled(nodes.map((node) => importOn(node, archive, docker)))
    signal.throwIfAborted()
    const failed = imports.flatMap((result, index) =>
      result.status === 'rejected' ? [{node: nodes[index]!.name, why: lastLineOf(result.reason)}] : [],
    )
    if (failed.length > 0) throw notOnEveryNode(reference, failed)
  })
}

async function isEverywhere(image: NodeImage, {nodes, docker}: ImageContext): Promise<boolean> {
  const missing = await Promise.all(nodes.map((node) => missingOn(node, [image], docker)))
  return missing.every((images) => images.length === 0)
}

/** The digest of the content on the nodes. It differs from a registry's, since an archive has other layer bytes. */
async function heldByServer({reference, id}: AcquiredImage, {nodes, docker}: ImageContext): Promise<HeldImage> {
  const [server] = nodes
  const held = await describeOn(server!, reference, docker)
  if (held !== undefined && [held.digest, held.configDigest].includes(id)) return held
  throw new RdeError(`${server!.name} imported ${reference}, but holds other content.`, {
    code: 'RDE_IMAGE_NOT_ON_NODE',
    remedies: [{what: 'Repair the cluster and its registry', command: 'rde cluster start'}],
    outcome: 'No workload was changed.',
  })
}
