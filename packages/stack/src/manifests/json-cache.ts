import {readFile} from 'node:fs/promises'
import {join} from 'node:path'

import {makeFolder, privateMode} from '@rde/config/files/make-folder'
import {writeFileAtomically} from '@rde/config'

/** A cache of computed values by the hash of their inputs. Its failures are ignored: a lost entry only costs time. */
export class JsonCache {
  constructor(private readonly folder: string) {}

  /** Undefined if the entry is missing or cannot be read. */
  async find(key: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.#file(key), 'utf8')) as unknown
    } catch {
      return undefined
    }
  }

  async keep(key: string, value: unknown): Promise<void> {
    try {
      makeFolder(this.folder, privateMode)
      await writeFileAtomically(this.#file(key), JSON.stringify(value))
    } catch {
      // The value is computed again next time.
    }
  }

  #file(key: string): string {
    return join(this.folder, `${key}.json`)
  }
}
