import {constants} from 'node:fs'
import {access, chmod, stat} from 'node:fs/promises'
import {dirname} from 'node:path'

import {exitCodes} from '@rde/errors'

import {failure, joinFindings, ok, type Check, type Finding} from './check.js'

/** Whether rde can keep its files: each of its folders, or the one that it would be made in. */
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

/** What is wrong with a folder, or with the nearest one above it that is there. */
async function look(folder: string, isOurs = true): Promise<Finding | undefined> {
  const stats = await stat(folder).catch((error: NodeJS.ErrnoException) => error.code)
  if (stats === 'ENOENT') return dirname(folder) === folder ? undefined : look(dirname(folder), false)
  const see = {what: 'See whose it is', command: `ls -ld '${folder}'`}
  if (stats === 'ENOTDIR') return failure(`Something on the way to ${folder} is not a folder.`, see)
  if (typeof stats !== 'object') return failure(`rde cannot look into ${folder}.`, see)
  if (!stats.isDirectory())
    return failure(`${folder} is not a folder.`, {what: 'Move it away', command: `mv '${folder}' '${folder}.old'`})
  const code = await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code,
  )
  if (code === undefined) return undefined
  if (code === 'EROFS') return failure(`${folder} is on a file system that is read-only.`, see)
  // Another user's is told, with the command that takes it over, by the check of the files.
  if (stats.uid !== process.getuid?.()) return isOurs ? undefined : failure(`rde may not write into ${folder}.`, see)
  return {
    ...failure(`You have taken from yourself the right to use ${folder}.`, {
      what: 'Give it back',
      command: `chmod u+rwx '${folder}'`,
    }),
    mend: {what: `let you use ${folder}`, run: () => chmod(folder, (stats.mode & 0o777) | 0o700)},
  }
}
