import {readFile} from 'node:fs/promises'
import {join} from 'node:path'

import {exitCodes} from '@rde/errors'

import {ok, warning, type Check} from './check.js'

/**
 * The minimum for a cluster beside other programs, and the recommended value (from kind's known issues).
 * Measured: a server with its pods uses 14 instances, an agent 8; the default of Linux is 128.
 */
const limits = [
  {name: 'max_user_instances', minimum: 100, recommended: 512},
  {name: 'max_user_watches', minimum: 65_536, recommended: 524_288},
]

/** Nodes share the kernel's limits on watched files; above them, pods fail with "too many open files". */
export const inotify: Check = {
  id: 'inotify',
  category: 'machine',
  title: 'File watches',
  problem: {code: 'RDE_INOTIFY', exitCode: exitCodes.failed},
  applies: ({platform}) => platform === 'linux',

  async run({proc}) {
    const states = await Promise.all(limits.map(async (limit) => ({...limit, value: await read(proc, limit.name)})))
    const low = states.filter(({value, minimum}) => value < minimum)
    const describe = (some: typeof states) => some.map(({name, value}) => `fs.inotify.${name} is ${value}`).join(', ')
    if (low.length === 0) return ok(describe(states))
    const settings = low.map(({name, recommended}) => `fs.inotify.${name}=${recommended}`)
    return warning(
      `${describe(low)}: too low for the nodes of a cluster.`,
      {what: 'Raise it until the next reboot', command: `sudo sysctl -w ${settings.join(' ')}`},
      {
        what: 'Raise it permanently',
        command: `printf '%s\\n' ${settings.join(' ')} | sudo tee /etc/sysctl.d/60-rde.conf && sudo sysctl --system`,
      },
    )
  },
}

/** An unreadable limit counts as unlimited. */
async function read(proc: string, name: string): Promise<number> {
  const text = await readFile(join(proc, 'sys', 'fs', 'inotify', name), 'utf8').catch(() => '')
  return text.trim() === '' ? Infinity : Number(text)
}
