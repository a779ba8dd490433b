import {constants} from 'node:fs'
import {access, chmod, stat} from 'node:fs/promises'
import {dirname} from 'node:path'

import {exitCodes} from '@rde/errors'

import {failure, joinFindings, ok, type Check, type Finding} from './check.js'

/** Whether rde can write to each of its folders, or to the parent in which it would be created. */
export const folders: Check = {
  id: 'folders',
  category: 'files',
  title: "rde's folders",
  problem: {code: 'RDE_FILE_UNWRITABLE', exitCode: exitCodes.failed},

  async run({data}) {
    const found = await Promise.all(data.folders.map((folder) => look(folder)))
    const bad = found.flatMap((one) => one ?? [])
    return bad.length === 0 ? ok(data.folders.join(', ')) : joinFindings(bad)
  },
}

/** The problem of a folder, or of its nearest existing parent. */
async function look(folder: string, isOurs = true): Promise<Finding | undefined> {
  const stats = await stat(folder).catch((error: NodeJS.ErrnoException) => error.code)
  if (stats === 'ENOENT') return dirname(folder) === folder ? undefined : look(dirname(folder), false)
  const see = {what: 'See who owns it', command: `ls -ld '${folder}'`}
  if (stats === 'ENOTDIR') return failure(`${folder} cannot be created: one of its parents is not a folder.`, see)
  if (typeof stats !== 'object') return failure(`rde cannot access ${folder}.`, see)
  if (!stats.isDirectory())
    return failure(`${folder} is not a folder.`, {what: 'Move it away', command: `mv '${folder}' '${folder}.old'`})
  const code = await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code,
  )
  if (code === undefined) return undefined
  if (code === 'EROFS') return failure(`${folder} is on a file system that is read-only.`, see)
  // The own-files check reports a folder of another user, with the command that changes the owner.
  if (stats.uid !== process.getuid?.())
    return isOurs ? undefined : failure(`rde has no permission to write to ${folder}.`, see)
  return {
    ...failure(`You own ${folder} but have no permission to use it.`, {
      what: 'Restore the permissions',
      command: `chmod u+rwx '${folder}'`,
    }),
    mend: {what: `restore your permissions for ${folder}`, run: () => chmod(folder, (stats.mode & 0o777) | 0o700)},
  }
}
