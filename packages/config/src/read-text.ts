import {readFile, stat} from 'node:fs/promises'

import {fileFailed} from './config-errors.js'

/** The text of a file; undefined if there is none. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    // Reading a pipe or a device would wait for its end, which may never come.
    const found = await stat(path)
    if (!found.isFile() && !found.isDirectory()) throw Object.assign(new Error(), {code: 'ENOTFILE'})
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw fileFailed('read', path, error)
  }
}
