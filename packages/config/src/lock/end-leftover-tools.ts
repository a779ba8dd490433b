import {RdeError} from '@rde/errors'
import {lives, type ProcessIdentity} from '@rde/process-runner/environment/process-identity'
import {waitFor} from '@rde/time'

const graceMs = 2_000
const killedMs = 3_000
const pauseMs = 25

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
      // It has just ended, or is not ours to end; waiting for it tells which.
    }
  }
}

async function allGone(tools: readonly ProcessIdentity[], timeoutMs: number): Promise<boolean> {
  const look = async () => (tools.some(lives) ? {missing: 'the end of the tools'} : {done: true})
  const {signal} = new AbortController()
  return waitFor(look, {signal, pauseMs, timeoutMs}).catch(() => false)
}
