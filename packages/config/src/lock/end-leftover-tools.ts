import {RdeError} from '@rde/errors'
import {lives, type ProcessIdentity} from '@rde/process-runner/environment/process-identity'
import {waitFor} from '@rde/time'

const graceMs = 2_000
const afterKillMs = 3_000
const pauseMs = 25

/**
 * Ends the tools that a killed rde left running, and waits until they have ended: two k3d at once would damage the
 * cluster. Only processes with the recorded pid and start time are touched.
 */
export async function endLeftoverTools(tools: readonly ProcessIdentity[]): Promise<void> {
  signal(tools, 'SIGTERM')
  if (await allEnded(tools, graceMs)) return
  signal(tools, 'SIGKILL')
  if (await allEnded(tools, afterKillMs)) return
  const pids = tools.filter(lives).map(({pid}) => pid)
  throw new RdeError(`A tool started by an interrupted rde does not end: pid ${pids.join(', ')}.`, {
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
      // It has just ended, or we may not end it; the wait shows which.
    }
  }
}

async function allEnded(tools: readonly ProcessIdentity[], timeoutMs: number): Promise<boolean> {
  const look = async () => (tools.some(lives) ? {missing: 'the end of the tools'} : {done: true})
  const {signal} = new AbortController()
  return waitFor(look, {signal, pauseMs, timeoutMs}).catch(() => false)
}
