import {constants} from 'node:os'

import {exitCodes, RdeError} from '@rde/errors'

import {formatDuration} from './duration.js'

export interface Interruption {
  /** Aborted, with an RdeError as its reason, by the first Ctrl-C or termination signal, or when the time is up. */
  readonly signal: AbortSignal
  /** Gives the signals back to whoever had them. */
  release(): void
}

export interface InterruptionWishes {
  /** The command that goes on after an interruption. */
  readonly goOn?: string
  /** How long it may take at most. */
  readonly timeoutMs?: number
  /** Shows the user a line; on standard error unless given. */
  readonly tell?: (line: string) => void
}

const onStderr = (line: string) => void process.stderr.write(`\n${line}\n`)

/** The first signal asks everything to end and to clean up after itself; the second one quits at once. */
export function onInterruption({goOn, timeoutMs, tell = onStderr}: InterruptionWishes = {}): Interruption {
  const controller = new AbortController()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const timer =
    timeoutMs === undefined ? undefined : setTimeout(() => controller.abort(timedOut(timeoutMs, goOn)), timeoutMs)
  const release = () => {
    clearTimeout(timer)
    for (const signal of signals) process.off(signal, handle)
  }
  function handle(signal: NodeJS.Signals): void {
    if (controller.signal.aborted) {
      release()
      process.kill(process.pid, signal)
    } else {
      if (goOn !== undefined) tell('Interrupted: ending the running tools and tidying up. Once more quits at once.')
      controller.abort(interrupted(signal, goOn))
    }
  }
  for (const signal of signals) process.on(signal, handle)
  return {signal: controller.signal, release}
}

/** Does a command's work under `onInterruption`. Whatever the work fails with after an interruption: that is the reason. */
export async function interruptible<Result>(
  wishes: InterruptionWishes,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const {signal, release} = onInterruption(wishes)
  try {
    return await work(signal)
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    release()
  }
}

function interrupted(signal: NodeJS.Signals, goOn: string | undefined): RdeError {
  return new RdeError('Interrupted.', {
    code: 'RDE_INTERRUPTED',
    exitCode: 128 + constants.signals[signal],
    remedies: goOn === undefined ? [] : [{what: 'Go on', command: goOn}],
  })
}

function timedOut(timeoutMs: number, goOn: string | undefined): RdeError {
  return new RdeError(`It was not done within ${formatDuration(timeoutMs)}.`, {
    code: 'RDE_DEADLINE',
    exitCode: exitCodes.deadline,
    remedies: goOn === undefined ? [] : [{what: 'Go on', command: goOn}],
  })
}
