import {access, constants} from 'node:fs/promises'

import {exitCodes} from '@rde/errors'

import {failure, ok, type Check} from './check.js'

/** Node, docker and helm write to this folder. */
export const temporaryFolder: Check = {
  id: 'temporary-folder',
  category: 'files',
  title: 'Temporary folder',
  problem: {code: 'RDE_TEMPORARY_FOLDER', exitCode: exitCodes.failed},

  async run({env}) {
    const folder = env['TMPDIR'] || '/tmp'
    const code = await access(folder, constants.W_OK | constants.X_OK).then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error.code,
    )
    if (code === undefined) return ok(folder)
    const why = code === 'ENOENT' ? 'does not exist' : 'cannot be written to'
    return failure(
      `The temporary folder ${folder} ${why}.`,
      env['TMPDIR']
        ? {what: 'Use the default folder', command: 'unset TMPDIR'}
        : {what: 'Create it', command: `sudo install -d -m 1777 ${folder}`},
    )
  },
}
