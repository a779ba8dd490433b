import {open, readFile, rename, stat} from 'node:fs/promises'
import {join, posix, relative} from 'node:path'

import {makeFolder} from '@rde/config/files/make-folder'
import {withScratchFolder} from '@rde/config/files/with-scratch-folder'
import {fileSum} from '@rde/toolchain/download/file-sum'

import {ImageLayout, type Blob, type StoredImage} from './image-layout.js'

interface ArchivedImage {
  readonly Config: string
  readonly Layers: readonly string[]
}

/**
 * Unpacks the single image of a `docker save` archive into the blobs of a layout. Every version of Docker lists the
 * files in manifest.json, whether they are named by their digests or not.
 */
export async function unpackArchive(archive: string, {folder}: ImageLayout): Promise<StoredImage> {
  makeFolder(join(folder, 'blobs/sha256'))
  return withScratchFolder(join(folder, '.unpacked-'), async (scratch) => {
    const links = await extractFiles(archive, scratch)
    const listed = JSON.parse(await readFile(join(scratch, 'manifest.json'), 'utf8')) as ArchivedImage[]
    const [image] = listed
    if (image === undefined) throw new Error(`${archive} contains no image`)
    const keep = blobMover(scratch, folder)
    const layers: Blob[] = []
    for (const path of image.Layers.map((one) => links.get(one) ?? one)) layers.push(await keep(path, layerType))
    return {config: await keep(image.Config, async () => configType), layers}
  })
}

/** Docker stores a repeated layer as a link. Resolves with the links; writes nothing outside the folder. */
async function extractFiles(archive: string, folder: string): Promise<Map<string, string>> {
  const {extract} = await import('tar')
  const links = new Map<string, string>()
  const filter = (path: string, entry: object) => {
    if (!('linkpath' in entry) || !entry.linkpath) return true
    links.set(path, posix.join(posix.dirname(path), String(entry.linkpath)))
    return false
  }
  await extract({file: archive, cwd: folder, strict: true, filter})
  return links
}

/** Moves files to the blobs folder, each once. */
function blobMover(scratch: string, folder: string) {
  const kept = new Map<string, Blob>()
  return async (path: string, typeOf: (file: string) => Promise<string>): Promise<Blob> => {
    const known = kept.get(path)
    if (known !== undefined) return known
    const file = join(scratch, path)
    if (relative(scratch, file).startsWith('..')) throw new Error(`${path} leads out of the archive`)
    const {size} = await stat(file)
    const blob = {mediaType: await typeOf(file), digest: `sha256:${await fileSum(file)}`, size}
    await rename(file, join(folder, ImageLayout.pathOf(blob)))
    kept.set(path, blob)
    return blob
  }
}

const configType = 'application/vnd.oci.image.config.v1+json'

const compressions: readonly (readonly [magic: string, suffix: string])[] = [
  ['1f8b', '+gzip'],
  ['28b52ffd', '+zstd'],
]

/** The classic image store has uncompressed layers, the containerd store has them as pulled. */
async function layerType(path: string): Promise<string> {
  const file = await open(path)
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(4), 0, 4, 0)
    const begin = buffer.subarray(0, bytesRead).toString('hex')
    const suffix = compressions.find(([magic]) => begin.startsWith(magic))?.[1] ?? ''
    return `application/vnd.oci.image.layer.v1.tar${suffix}`
  } finally {
    await file.close()
  }
}
