import type {ChildProcess} from 'node:child_process'

import {onExit} from 'signal-exit'

import type {ProcessRequest} from './process-runner.js'
import {endOf, type ProgramEnd} from './process-error.js'
import {signalGroup} from './signal-group.js'

/** How long a program may take to end after SIGTERM, before SIGKILL. */
const gracePeriodMs = 5_000

/** Ends the child on timeout, on abort and when rde ends, and remembers the reason, until it is released. */
export function stopper(child: ChildProcess, {timeoutMs, signal, group = false}: ProcessRequest) {
  let because: ProgramEnd | undefined
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
  const stop = (reason: ProgramEnd) => {
    because ??= reason
    end('SIGTERM')
    timers.push(setTimeout(kill, gracePeriodMs))
  }
  const cancel = () => stop(endOf('cancelled', 'was interrupted'))
  const tooLong = () => stop(endOf('timed-out', 'took too long and was ended'))
  if (timeoutMs !== undefined) timers.push(setTimeout(tooLong, timeoutMs))
  if (signal?.aborted) cancel()
  signal?.addEventListener('abort', cancel)
  const forget = onExit(() => void end('SIGTERM'))
  const release = () => {
    for (const timer of timers) clearTimeout(timer)
    signal?.removeEventListener('abort', cancel)
    forget()
  }
  return {because: () => because, release}
}
