import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'

import {JsonCache} from './json-cache.js'
import {isManifest, readManifest, type Manifest} from './read-manifest.js'

/** The version of the cache. Increase it when `readManifest` returns something else for the same text. */
const reader = 1

/** Reads manifests, and caches their objects by the SHA-256 of the file: parsing a release is slow. */
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
    // The file may have changed since it was checked.
    if (createHash('sha256').update(content).digest('hex') === sha256) await this.#known.keep(key, objects)
    return objects
  }
}
