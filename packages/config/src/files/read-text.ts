import {readFile} from 'node:fs/promises'

import {fileFailed} from '../store/config-errors.js'
import {isDevice} from './is-device.js'

/** The text of a file; undefined if there is none. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    if (await isDevice(path)) throw Object.assign(new Error(), {code: 'ENOTFILE'})
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw fileFailed('read', path, error)
  }
}
