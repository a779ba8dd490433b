import {createHash} from 'node:crypto'
import {readFile, rename} from 'node:fs/promises'
import {join} from 'node:path'

import {writeFileAtomically} from '@rde/config'
import {makeFolder, privateMode} from '@rde/config/files/make-folder'
import {withScratchFolder} from '@rde/config/files/with-scratch-folder'
import {fileSum} from '@rde/toolchain/download/file-sum'

/**
 * Downloaded files, named by their SHA-256; a file that was modified on disk is ignored. Also remembers the sum of each
 * address at first use.
 */
export class SourceCache {
  /** `folder`: `DataDirectory.downloads`. Created when the first file is kept. */
  constructor(private readonly folder: string) {}

  /** The path of the file with this sum, if it is cached. */
  async find(sha256: string, extension: string): Promise<string | undefined> {
    const path = this.#path(sha256, extension)
    const sum = await fileSum(path).catch(() => undefined)
    return sum === sha256 ? path : undefined
  }

  /** Moves a file from a scratch folder into the cache; resolves with its path. */
  async keep(file: string, {sha256, extension}: {sha256: string; extension: string}): Promise<string> {
    const path = this.#path(sha256, extension)
    await rename(file, path)
    return path
  }

  /** Creates an empty folder on the same file system for `use`, and removes it afterwards. */
  async scratch<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
    makeFolder(this.folder, privateMode)
    return withScratchFolder(join(this.folder, '.scratch-'), use)
  }

  /** The sum that an address had at first use. */
  async firstSum(address: string): Promise<string | undefined> {
    const text = await readFile(this.#firstUse(address), 'utf8').catch(() => undefined)
    const sum = text && (JSON.parse(text) as {sha256?: unknown}).sha256
    return typeof sum === 'string' && /^[0-9a-f]{64}$/.test(sum) ? sum : undefined
  }

  async rememberSum(address: string, sha256: string): Promise<void> {
    await writeFileAtomically(this.#firstUse(address), `${JSON.stringify({address, sha256})}\n`)
  }

  #path(sha256: string, extension: string): string {
    return join(this.folder, `${sha256}${extension}`)
  }

  #firstUse(address: string): string {
    return join(this.folder, 'first-use', `${createHash('sha256').update(address).digest('hex')}.json`)
  }
}
