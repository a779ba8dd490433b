import {mkdtemp, rm} from 'node:fs/promises'
import {dirname} from 'node:path'

import {makeFolder, privateMode} from './make-folder.js'

/**
 * Makes an empty private folder for `use`, and removes it afterwards with what it contains. Its path is `prefix` and six
 * more characters.
 */
export async function withScratchFolder<Result>(
  prefix: string,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  makeFolder(dirname(prefix), privateMode)
  const folder = await mkdtemp(prefix)
  try {
    return await use(folder)
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}
