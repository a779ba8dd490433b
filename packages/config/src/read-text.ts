import {readFile} from 'node:fs/promises'

import {fileFailed} from './config-errors.js'

/** The text of a file; undefined if there is none. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw fileFailed('read', path, error)
  }
}
