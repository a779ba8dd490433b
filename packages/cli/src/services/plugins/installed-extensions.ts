import {readFile} from 'node:fs/promises'
import {resolve} from 'node:path'

import type {DataDirectory} from '@rde/config/cluster/data-directory'

/** As recorded by oclif. */
export interface InstalledExtension {
  readonly name: string
  /** Its source, unless that is a registry. */
  readonly url?: string
  /** The folder of a linked extension. */
  readonly root?: string
}

/** The installed and linked extensions. */
export async function installedExtensions({
  extensions,
}: Pick<DataDirectory, 'extensions'>): Promise<InstalledExtension[]> {
  interface Manifest {
    readonly oclif?: {readonly plugins?: ReadonlyArray<string | InstalledExtension>}
  }
  const text = await readFile(extensions, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw error
  })
  const {oclif: {plugins = []} = {}} = JSON.parse(text) as Manifest
  return plugins.map((plugin) => (typeof plugin === 'string' ? {name: plugin} : plugin))
}

/** The extension names for the words of `plugins uninstall`: names, with or without a version, or folders. */
export async function namesOf(words: readonly string[], data: Pick<DataDirectory, 'extensions'>): Promise<string[]> {
  const installed = await installedExtensions(data)
  const all = words.length === 0 ? ['.'] : words
  return all.flatMap((word) => {
    const plain = word.replace(/(?<!^)@[^/]*$/, '')
    const found = installed.find(
      ({name, root}) => name === plain || (root !== undefined && resolve(root) === resolve(word)),
    )
    return found?.name ?? []
  })
}
