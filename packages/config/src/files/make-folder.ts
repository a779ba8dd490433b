import {mkdirSync, statSync} from 'node:fs'
import {dirname} from 'node:path'

/** Of what only the user may read. */
export const privateMode = 0o700

/**
 * Makes a folder and those above it, unless they are there. Not Node's own `recursive`: where the system says of a folder that is
 * there that it is not (/proc, an automounter), Node 20 tries again without end.
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
