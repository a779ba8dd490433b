import {createHash} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {pipeline} from 'node:stream/promises'

/** The SHA-256 of a file. */
export async function fileSum(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** One SHA-256 for all files in a folder: their paths and their content. */
export async function folderSum(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const path of await filesIn(folder)) hash.update(`${path}\0${await fileSum(join(folder, path))}\n`)
  return hash.digest('hex')
}

async function filesIn(folder: string, above = ''): Promise<string[]> {
  const entries = await readdir(join(folder, above), {withFileTypes: true})
  const found = await Promise.all(
    entries.map((entry) => {
      const path = above === '' ? entry.name : `${above}/${entry.name}`
      return entry.isDirectory() ? filesIn(folder, path) : [path]
    }),
  )
  return found.flat().sort()
}
