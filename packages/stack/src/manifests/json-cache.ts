import {readFile} from 'node:fs/promises'
import {join} from 'node:path'

import {makeFolder, privateMode} from '@rde/config/files/make-folder'
import {writeFileAtomically} from '@rde/config'

/** What was worked out from something, by the hash of that. Losing it costs time at the next start, so no failure is an error. */
export class JsonCache {
  constructor(private readonly folder: string) {}

  /** Undefined for what was not kept, and for what cannot be read. */
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
      // A cache that cannot be written is no cache.
    }
  }

  #file(key: string): string {
    return join(this.folder, `${key}.json`)
  }
}
