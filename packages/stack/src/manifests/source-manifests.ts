import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'

import {JsonCache} from './json-cache.js'
import {isManifest, readManifest, type Manifest} from './read-manifest.js'

/** To be raised when `readManifest` reads a text differently. */
const reader = 1

/** Reads manifests, and remembers their objects by the SHA-256 of the file: a release takes longer to read than the cluster to ask. */
export class SourceManifests {
  readonly #known: JsonCache

  /** `folder`: `DataDirectory.manifests`. */
  constructor(folder: string) {
    this.#known = new JsonCache(folder)
  }

  async read({path, sha256}: {readonly path: string; readonly sha256: string}): Promise<Manifest[]> {
    const key = `${sha256}-${reader}`
    const known = await this.#known.find(key)
    if (Array.isArray(known) && known.every(isManifest)) return known
    const content = await readFile(path)
    const objects = readManifest(content.toString(), path)
    // Somebody may have written to the file since it was checked.
    if (createHash('sha256').update(content).digest('hex') === sha256) await this.#known.keep(key, objects)
    return objects
  }
}
