import {mkdirSync, statSync} from 'node:fs'
import {dirname} from 'node:path'

/** The mode of folders that only the user may read. */
export const privateMode = 0o700

/**
 * Makes a folder and its parents, unless they exist. Does not use Node's `recursive`: if the system reports an existing
 * folder as missing (/proc, an automounter), Node 20 retries forever.
 */
export function makeFolder(path: string, mode = 0o777): void {
  try {
    mkdirSync(path, {mode})
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (isFolder(path)) return
    const above = dirname(path)
    if (code !== 'ENOENT' || isFolder(above) || above === path) throw error
    makeFolder(above, mode)
    makeFolder(path, mode)
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}
