import {chmod, lstat, readdir} from 'node:fs/promises'
import {join} from 'node:path'

import {exitCodes} from '@rde/errors'

import {failure, ok, warning, type Check} from './check.js'

/** npm manages the thousands of files of plugins; the cache of kubectl contains no secrets. */
const skipped = new Set(['node_modules', 'kubectl-cache'])

/** Files that another user owns, for example after a run with sudo, and files that other users can read. */
export const ownFiles: Check = {
  id: 'own-files',
  category: 'files',
  title: "rde's own files",
  problem: {code: 'RDE_FILES_OWNER', exitCode: exitCodes.failed},

  async run({data}) {
    const found = data.folders.flatMap((folder) => [fileAt(folder), filesIn(folder, 4)])
    const files = (await Promise.all(found)).flat()
    const me = process.getuid?.()
    const foreign = files.filter(({uid}) => me !== undefined && uid !== me)
    if (foreign.length > 0)
      return failure(`Another user owns ${named(foreign)}.`, {
        what: 'Take ownership',
        command: `sudo chown -R "$(id -u):$(id -g)" ${data.folders.map((folder) => `'${folder}'`).join(' ')}`,
      })
    const open = files.filter(({path, mode}) => path.startsWith(data.clusters) && (mode & 0o077) !== 0)
    if (open.length === 0)
      return ok(files.length === 0 ? 'there are none yet' : 'you own them, and nobody else can read secrets')
    return {
      ...warning(`Other users can read files with secrets: ${named(open)}.`, {
        what: 'Remove the access of others',
        command: `chmod -R go= '${data.clusters}'`,
      }),
      mend: {
        what: `make ${named(open)} readable only by you`,
        run: async () => void (await Promise.all(open.map(({path, mode}) => chmod(path, mode & 0o700)))),
      },
    }
  },
}

function named([first, ...others]: readonly OwnFile[]): string {
  return others.length === 0 ? first!.path : `${first!.path} and ${others.length} more`
}

interface OwnFile {
  readonly path: string
  readonly uid: number
  readonly mode: number
}

async function filesIn(folder: string, depth: number): Promise<OwnFile[]> {
  const entries = await readdir(folder, {withFileTypes: true}).catch(() => [])
  const kept = entries.filter((entry) => !skipped.has(entry.name) && !entry.isSymbolicLink())
  const found = await Promise.all(
    kept.map(async (entry) => {
      const path = join(folder, entry.name)
      const own = await fileAt(path)
      return entry.isDirectory() && depth > 1 ? [...own, ...(await filesIn(path, depth - 1))] : own
    }),
  )
  return found.flat()
}

/** Empty if the file does not exist. */
async function fileAt(path: string): Promise<OwnFile[]> {
  const stats = await lstat(path).catch(() => undefined)
  return stats === undefined ? [] : [{path, uid: stats.uid, mode: stats.mode}]
}
