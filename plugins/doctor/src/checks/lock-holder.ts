import {withLock, type DataDirectory} from '@rde/config'
import {readHolder, type LockHolder} from '@rde/config/lock/lock-record'
import {exitCodes} from '@rde/errors'
import type {DoctorContext} from '@rde/plugin-kit'
import {lives} from '@rde/process-runner/environment/process-identity'
import {ok, warning, type Check, type Finding} from '@rde/toolchain'

/** A start takes minutes; a process that holds the lock for longer than this probably hangs. */
const longMs = 3_600_000

export const lockHolder: Check<DoctorContext> = {
  id: 'lock',
  category: 'cluster',
  title: 'Lock',
  problem: {code: 'RDE_BUSY', exitCode: exitCodes.busy},

  async run({session: {data}, now}) {
    const holder = readHolder(data.lock)
    if (holder === undefined) return ok('nobody holds the cluster')
    if (!lives(holder)) return killed(holder, data)
    const heldMs = now() - Date.parse(holder.since)
    const who = `\`${holder.command}\` (pid ${holder.pid})`
    if (heldMs < longMs) return ok(`held by ${who}`)
    return warning(`${who} has held the cluster for ${Math.round(heldMs / longMs)} h.`, {
      what: 'If it hangs, end it',
      command: `kill ${holder.pid}`,
    })
  },
}

/** The next command takes over the lock and continues the work. */
function killed(holder: LockHolder, data: DataDirectory): Finding {
  const left = holder.children.filter(lives).map(({pid}) => pid)
  const tools = left.length === 0 ? '' : `; tools that it started still run (pid ${left.join(', ')})`
  return {
    ...warning(`\`${holder.command}\` was killed while it held the cluster, and may be half done${tools}.`, {
      what: 'Go on with it',
      command: holder.command,
    }),
    mend: {
      what: `take the cluster back from \`${holder.command}\`, which was killed`,
      // Ends those tools.
      run: () => withLock(data, {command: 'rde doctor --fix'}, async () => {}),
    },
  }
}
