import {readHolder} from '@rde/config/lock-record'
import {exitCodes} from '@rde/errors'
import type {DoctorContext} from '@rde/plugin-kit'
import {lives} from '@rde/process-runner/process-identity'
import {ok, warning, type Check} from '@rde/toolchain'

/** A start takes minutes; whoever holds the cluster for longer probably hangs. */
const longMs = 3_600_000

export const lockHolder: Check<DoctorContext> = {
  id: 'lock',
  category: 'cluster',
  title: 'Lock',
  problem: {code: 'RDE_BUSY', exitCode: exitCodes.busy},

  async run({session, now}) {
    const holder = readHolder(session.data.lock)
    if (holder === undefined) return ok('nobody holds the cluster')
    // The next command takes over from it.
    if (!lives(holder)) return ok(`nobody: \`${holder.command}\` was killed`)
    const heldMs = now() - Date.parse(holder.since)
    const who = `\`${holder.command}\` (pid ${holder.pid})`
    if (heldMs < longMs) return ok(`held by ${who}`)
    return warning(`${who} has held the cluster for ${Math.round(heldMs / longMs)} h.`, {
      what: 'If it hangs, end it',
      command: `kill ${holder.pid}`,
    })
  },
}
