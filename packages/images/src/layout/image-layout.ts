import {createHash} from 'node:crypto'
import {existsSync} from 'node:fs'
import {readdir, readFile, rm, stat} from 'node:fs/promises'
import {join} from 'node:path'

import {fileReason} from '@rde/config/store/config-errors'
import {makeFolder} from '@rde/config/files/make-folder'
import {writeFileAtomically} from '@rde/config'

import type {ImageReference} from '../image-reference.js'
import {damagedFile} from './layout-errors.js'

/** A blob, addressed by its digest: an OCI descriptor. */
export interface Blob {
  readonly mediaType: string
  /** `sha256:…` */
  readonly digest: string
  readonly size: number
}

/** The blobs of an image. */
export interface StoredImage {
  readonly config: Blob
  readonly layers: readonly Blob[]
}

interface IndexEntry extends Blob {
  readonly annotations: Readonly<Record<string, string>>
}

interface Manifest extends StoredImage {
  readonly schemaVersion: 2
  readonly mediaType: string
}

export const manifestType = 'application/vnd.oci.image.manifest.v1+json'
/** The annotation that containerd and Docker use for the name of an image in an index. */
const nameKey = 'io.containerd.image.name'
/** The annotation with the image id in Docker: while the id is the same, the image need not be saved again. */
const idKey = 'rde.docker-image-id'

/** Images in a folder, in the OCI layout: each blob once, named by its digest. */
export class ImageLayout {
  constructor(readonly folder: string) {}

  get exists(): boolean {
    return existsSync(join(this.folder, 'index.json'))
  }

  /** The path of a blob, relative to the folder. */
  static pathOf({digest}: Pick<Blob, 'digest'>): string {
    const [, hex] = /^sha256:([0-9a-f]{64})$/.exec(digest) ?? []
    if (hex === undefined) throw new Error(`${digest} is not a SHA-256`)
    return `blobs/sha256/${hex}`
  }

  /** The image of this name, if it is complete; with `dockerId` only if it has that image id in Docker. */
  async find(reference: ImageReference, dockerId?: string): Promise<StoredImage | undefined> {
    const entry = (await this.#entries()).find(({annotations}) => annotations[nameKey] === reference.canonical)
    if (entry === undefined || (dockerId !== undefined && entry.annotations[idKey] !== dockerId)) return undefined
    if (!(await this.#has(entry))) return undefined
    const image = await this.#read(entry)
    const present = await Promise.all([image.config, ...image.layers].map((blob) => this.#has(blob)))
    return present.every(Boolean) ? image : undefined
  }

  /** Adds a name for an image whose blobs are in the folder. */
  async add(reference: ImageReference, {config, layers}: StoredImage, dockerId: string): Promise<void> {
    const manifest: Manifest = {schemaVersion: 2, mediaType: manifestType, config, layers}
    const text = JSON.stringify(manifest)
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`
    const size = Buffer.byteLength(text)
    await this.#write(ImageLayout.pathOf({digest}), text)
    const annotations = {
      [nameKey]: reference.canonical,
      ...(reference.tag !== undefined && {'org.opencontainers.image.ref.name': reference.tag}),
      [idKey]: dockerId,
    }
    const others = (await this.#entries()).filter((entry) => entry.annotations[nameKey] !== reference.canonical)
    const entries = [...others, {mediaType: manifestType, digest, size, annotations}]
    await this.#write('oci-layout', JSON.stringify({imageLayoutVersion: '1.0.0'}))
    await this.#write('index.json', `${JSON.stringify({schemaVersion: 2, manifests: entries}, undefined, 2)}\n`)
  }

  /** Removes blobs that no image uses, left by an interrupted save or by an image whose content changed. */
  async prune(): Promise<void> {
    const blobs = join(this.folder, 'blobs/sha256')
    const entries = await this.#entries()
    const images = await Promise.all(entries.map((entry) => this.#read(entry)))
    const all: Blob[] = [...entries, ...images.flatMap(({config, layers}) => [config, ...layers])]
    const needed = new Set(all.map(({digest}) => digest.replace('sha256:', '')))
    const names = await readdir(blobs).catch(() => [])
    for (const name of names.filter((one) => !needed.has(one))) await rm(join(blobs, name))
  }

  async #entries(): Promise<readonly IndexEntry[]> {
    return this.exists ? (await this.#json<{manifests: IndexEntry[]}>('index.json')).manifests : []
  }

  async #read(entry: IndexEntry): Promise<Manifest> {
    return this.#json<Manifest>(ImageLayout.pathOf(entry))
  }

  async #json<Document>(path: string): Promise<Document> {
    const file = join(this.folder, path)
    try {
      return JSON.parse(await readFile(file, 'utf8')) as Document
    } catch (error) {
      throw damagedFile(file, fileReason(error))
    }
  }

  async #has(blob: Blob): Promise<boolean> {
    const found = await stat(join(this.folder, ImageLayout.pathOf(blob))).catch(() => undefined)
    return found?.size === blob.size
  }

  async #write(path: string, text: string): Promise<void> {
    makeFolder(join(this.folder, 'blobs/sha256'))
    await writeFileAtomically(join(this.folder, path), text)
  }
}
