import {createHash} from 'node:crypto'
import {readdir} from 'node:fs/promises'
import {join} from 'node:path'

import {fileSum} from '@rde/toolchain/download/file-sum'

/** One SHA-256 over the paths and the content of all files in a folder. */
export async function folderSum(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const path of await filesIn(folder)) hash.update(`${path}\0${await fileSum(join(folder, path))}\n`)
  return hash.digest('hex')
}

/** The paths of all files in a folder, relative to it, sorted. */
export async function filesIn(folder: string, above = ''): Promise<string[]> {
  const entries = await readdir(join(folder, above), {withFileTypes: true})
  const found = await Promise.all(
    entries.map((entry) => {
      const path = above === '' ? entry.name : `${above}/${entry.name}`
      return entry.isDirectory() ? filesIn(folder, path) : [path]
    }),
  )
  return found.flat().sort()
}
