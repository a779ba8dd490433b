import {rm} from 'node:fs/promises'
import {join} from 'node:path'

import {makeFolder} from '@rde/config/files/make-folder'

import {acquireImage} from '../acquire/acquire-image.js'
import type {ImageContext} from '../context/image-context.js'
import type {ImageReference} from '../image-reference.js'
import type {ImageLayout} from './image-layout.js'
import {unpackArchive} from './unpack-archive.js'

/** An image to save to a folder. */
export interface ImageToSave {
  readonly reference: ImageReference
  /** The name to pull if Docker does not have `reference`; `reference` itself unless given. */
  readonly pullFrom?: ImageReference | undefined
}

/** Saves an image to the folder unless it is already there. Pulls it if necessary. Returns whether it was saved. */
export async function saveToLayout(
  {reference, pullFrom}: ImageToSave,
  layout: ImageLayout,
  context: Pick<ImageContext, 'docker' | 'config' | 'report'>,
): Promise<boolean> {
  const {docker, report} = context
  const local = await docker.image(reference.familiar)
  const pull = local === undefined ? pullFrom : undefined
  const {id, size} = await acquireImage({reference, pull, local: Promise.resolve(local)}, context)
  const name = taggedName(reference)
  if ((await layout.find(name, id)) !== undefined) return false
  report(`saving ${reference}, ${Math.ceil(size / 1e6)} MB`)
  if (!name.equals(reference)) await docker.tag(reference.familiar, name.familiar)
  const archive = join(layout.folder, '.archive.tar')
  makeFolder(layout.folder)
  try {
    await docker.save(name.familiar, archive)
    await layout.add(name, await unpackArchive(archive, layout), id)
  } finally {
    await rm(archive, {force: true})
    if (!name.equals(reference)) await docker.untag(name.familiar)
  }
  return true
}

/**
 * The name of an image in a folder. Loaded images have other digests in Docker than in a registry, so an image named by
 * its digest gets a tag derived from the digest.
 */
export function taggedName(reference: ImageReference): ImageReference {
  const {digest} = reference
  return digest === undefined ? reference : reference.withTag(digest.replace(':', '-').slice(0, 'sha256-'.length + 12))
}
