import type {ChildProcess} from 'node:child_process'

import {onExit} from 'signal-exit'

import type {ProcessRequest} from './process-runner.js'
import {endOf, type ProgramEnd} from './process-error.js'
import {signalGroup} from './signal-group.js'

/** How long a program may take to end after SIGTERM, before SIGKILL. */
const gracePeriodMs = 5_000

/** Until released, ends the child on timeout, on abort and when rde ends, and records the reason. */
export function stopper(child: ChildProcess, {timeoutMs, signal, group = false}: ProcessRequest) {
  let reason: ProgramEnd | undefined
  const end = (name: NodeJS.Signals) => {
    if (group && child.pid !== undefined) signalGroup(child.pid, name)
    else child.kill(name)
  }
  /** Processes that the child started may keep its pipes open; do not wait for them. */
  const kill = () => {
    end('SIGKILL')
    child.stdout?.destroy()
    child.stderr?.destroy()
  }
  const timers: NodeJS.Timeout[] = []
  const stop = (why: ProgramEnd) => {
    reason ??= why
    end('SIGTERM')
    timers.push(setTimeout(kill, gracePeriodMs))
  }
  const cancel = () => stop(endOf('cancelled', 'was interrupted'))
  const timeOut = () => stop(endOf('timed-out', 'timed out'))
  if (timeoutMs !== undefined) timers.push(setTimeout(timeOut, timeoutMs))
  if (signal?.aborted) cancel()
  signal?.addEventListener('abort', cancel)
  const removeExitHandler = onExit(() => void end('SIGTERM'))
  const release = () => {
    for (const timer of timers) clearTimeout(timer)
    signal?.removeEventListener('abort', cancel)
    removeExitHandler()
  }
  return {reason: () => reason, release}
}
