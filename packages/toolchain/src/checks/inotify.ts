import {readFile} from 'node:fs/promises'
import {join} from 'node:path'

import {exitCodes} from '@rde/errors'

import {ok, warning, type Check} from './check.js'

/**
 * What a cluster needs beside the system's own, and what to set instead of less (the figures of kind's page of known issues).
 * Counted: a server with its pods has 14 instances, an agent 8; Linux allows 128.
 */
const limits = [
  {name: 'max_user_instances', least: 100, better: 512},
  {name: 'max_user_watches', least: 65_536, better: 524_288},
]

/** Nodes share the kernel's limits on watched files; out of them, pods fail with "too many open files". */
export const inotify: Check = {
  id: 'inotify',
  category: 'machine',
  title: 'File watches',
  problem: {code: 'RDE_INOTIFY', exitCode: exitCodes.failed},
  applies: ({platform}) => platform === 'linux',

  async run({proc}) {
    const states = await Promise.all(limits.map(async (limit) => ({...limit, value: await read(proc, limit.name)})))
    const low = states.filter(({value, least}) => value < least)
    const said = (some: typeof states) => some.map(({name, value}) => `fs.inotify.${name} is ${value}`).join(', ')
    if (low.length === 0) return ok(said(states))
    const settings = low.map(({name, better}) => `fs.inotify.${name}=${better}`)
    return warning(
      `${said(low)}: too low for the nodes of a cluster.`,
      {what: 'Raise it until the next reboot', command: `sudo sysctl -w ${settings.join(' ')}`},
      {
        what: 'Raise it permanently',
        command: `printf '%s\\n' ${settings.join(' ')} | sudo tee /etc/sysctl.d/60-rde.conf && sudo sysctl --system`,
      },
    )
  },
}

/** A limit that cannot be read is none. */
async function read(proc: string, name: string): Promise<number> {
  const text = await readFile(join(proc, 'sys', 'fs', 'inotify', name), 'utf8').catch(() => '')
  return text.trim() === '' ? Infinity : Number(text)
}
