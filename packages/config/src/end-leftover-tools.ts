import {setTimeout as sleep} from 'node:timers/promises'

import {RdeError} from '@rde/errors'

import {lives, type ProcessIdentity} from './lock-record.js'

const graceMs = 2_000
const killedMs = 3_000
const pollMs = 25

/**
 * Ends the tools that a killed rde left running, and waits until they are gone: two k3d at once would spoil the cluster.
 * Only processes of the same pid and start time are touched.
 */
export async function endLeftoverTools(tools: readonly ProcessIdentity[]): Promise<void> {
  signal(tools, 'SIGTERM')
  if (await allGone(tools, graceMs)) return
  signal(tools, 'SIGKILL')
  if (await allGone(tools, killedMs)) return
  const pids = tools.filter(lives).map(({pid}) => pid)
  throw new RdeError(`A tool that an interrupted rde started does not end: pid ${pids.join(', ')}.`, {
    code: 'RDE_BUSY',
    exitCode: 5,
    remedies: [{what: 'See what it is', command: `ps -fp ${pids.join(',')}`}],
  })
}

function signal(tools: readonly ProcessIdentity[], name: NodeJS.Signals): void {
  for (const {pid} of tools.filter(lives)) {
    try {
      process.kill(pid, name)
    } catch {
      // It has just ended, or is not ours to end; waiting for it tells which.
    }
  }
}

async function allGone(tools: readonly ProcessIdentity[], withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs
  while (tools.some(lives)) {
    if (Date.now() >= deadline) return false
    await sleep(pollMs)
  }
  return true
}
