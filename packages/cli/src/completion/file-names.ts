import {readdir, stat} from 'node:fs/promises'
import {homedir} from 'node:os'
import {join} from 'node:path'

import type {Candidate} from './command-tree.js'

/** The files and folders that begin as typed; after a folder the word continues. */
export async function files(typed: string, pattern = /./): Promise<Candidate[]> {
  const slash = typed.lastIndexOf('/') + 1
  const [folder, begun] = [typed.slice(0, slash), typed.slice(slash)]
  const path = folder.replace(/^~\//, `${homedir()}/`) || '.'
  const entries = await readdir(path, {withFileTypes: true}).catch(() => [])
  const seen = entries.filter(({name}) => name.startsWith(begun) && (begun.startsWith('.') || !name.startsWith('.')))
  const found = await Promise.all(
    seen.map(async (entry): Promise<Candidate | undefined> => {
      const value = `${folder}${entry.name}`
      const isFolder = entry.isSymbolicLink() ? await leadsToFolder(join(path, entry.name)) : entry.isDirectory()
      if (isFolder) return {value: `${value}/`, open: true}
      return pattern.test(entry.name) ? {value} : undefined
    }),
  )
  return found.filter((one) => one !== undefined).sort((a, b) => a.value.localeCompare(b.value))
}

export async function folders(typed: string): Promise<Candidate[]> {
  return files(typed, /$^/)
}

async function leadsToFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
}
