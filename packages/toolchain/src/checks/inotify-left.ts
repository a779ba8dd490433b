import {readdir, readFile, readlink, stat} from 'node:fs/promises'
import {join} from 'node:path'

import {exitCodes} from '@rde/errors'

import {ok, warning, type Check} from './check.js'

/** A server node with its pods uses 14. */
const enough = 16
/** With a higher limit they are not counted, since reading all open files takes a while. */
const plenty = 1_024

/** The free inotify instances of root, which runs the nodes; all clusters of a machine share them. */
export const inotifyLeft: Check = {
  id: 'inotify-left',
  category: 'machine',
  title: 'File watches in use',
  problem: {code: 'RDE_INOTIFY', exitCode: exitCodes.failed},
  applies: ({platform}) => platform === 'linux',

  async run({proc}) {
    const text = await readFile(join(proc, 'sys/fs/inotify/max_user_instances'), 'utf8').catch(() => '')
    const limit = Number(text.trim() || Infinity)
    if (limit >= plenty) return ok('not counted: the limit is high')
    const used = await instancesOfRoot(proc)
    if (used === undefined) return ok('not counted: only root can see them')
    const state = `root's processes use ${used} of ${limit} inotify instances`
    if (limit - used >= enough) return ok(state)
    return warning(
      `${state}; another node needs about 15.`,
      {what: 'Allow more until the next reboot', command: 'sudo sysctl -w fs.inotify.max_user_instances=512'},
      {what: 'Or stop a cluster that you do not need', command: 'k3d cluster list'},
    )
  },
}

/** Undefined without permission to read root's processes. */
async function instancesOfRoot(proc: string): Promise<number | undefined> {
  const names = (await readdir(proc).catch(() => [])).filter((name) => /^\d+$/.test(name))
  const counts = await Promise.all(names.map((name) => instancesOf(join(proc, name))))
  const known = counts.filter((count) => count !== 'denied')
  return counts.length > 0 && known.length === 0 ? undefined : known.reduce((sum, count) => sum + count, 0)
}

async function instancesOf(folder: string): Promise<number | 'denied'> {
  try {
    if ((await stat(folder)).uid !== 0) return 0
    const files = await readdir(join(folder, 'fd'))
    const targets = await Promise.all(files.map((file) => readlink(join(folder, 'fd', file)).catch(() => '')))
    return targets.filter((target) => target === 'anon_inode:inotify').length
  } catch (error) {
    // Without EACCES, the process has ended meanwhile.
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'denied' : 0
  }
}
