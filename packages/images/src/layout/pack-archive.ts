import {symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

import {fileSum} from '@rde/toolchain/download/file-sum'

import type {ImageReference} from '../image-reference.js'
import {ImageLayout, type StoredImage} from './image-layout.js'
import {damagedFile} from './layout-errors.js'

/**
 * Creates an archive of one image that every version of Docker can load, in an empty folder; resolves with its path.
 * Throws if a blob does not match its digest.
 */
export async function packArchive(
  reference: ImageReference,
  {image, layout, scratch}: {image: StoredImage; layout: ImageLayout; scratch: string},
): Promise<string> {
  const {config, layers} = image
  for (const blob of [config, ...layers]) await verify(join(layout.folder, ImageLayout.pathOf(blob)), blob.digest)
  const listed = [
    {Config: ImageLayout.pathOf(config), RepoTags: [reference.familiar], Layers: layers.map(ImageLayout.pathOf)},
  ]
  await writeFile(join(scratch, 'manifest.json'), JSON.stringify(listed))
  await symlink(join(layout.folder, 'blobs'), join(scratch, 'blobs'))
  const file = join(scratch, 'image.tar')
  const {create} = await import('tar')
  const blobs = new Set([config, ...layers].map(ImageLayout.pathOf))
  await create({file, cwd: scratch, portable: true}, ['manifest.json', ...blobs])
  return file
}

async function verify(path: string, digest: string): Promise<void> {
  const actual = await fileSum(path)
  if (`sha256:${actual}` !== digest) throw damagedFile(path, `its SHA-256 is ${actual}`)
}
