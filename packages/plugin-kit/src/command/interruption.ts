import {constants} from 'node:os'

import {RdeError, type Remedy} from '@rde/errors'
import {timedOut} from '@rde/time'

export interface Interruption {
  /** Aborted, with an RdeError as its reason, by the first Ctrl-C or termination signal, or when the time is up. */
  readonly signal: AbortSignal
  /** Restores the previous signal handlers and aborts `signal`: nothing that runs under it outlives the work. */
  end(): void
}

export interface InterruptionOptions {
  /** The command that continues after an interruption. */
  readonly resumeCommand?: string
  /** Typed flags to leave out of that command. */
  readonly resumeWithout?: Remedy['without']
  /** The time limit. */
  readonly timeoutMs?: number
  /** Prints a line for the user; to standard error unless given. */
  readonly print?: (line: string) => void
}

const onStderr = (line: string) => void process.stderr.write(`\n${line}\n`)

/** The first signal asks everything to end and to clean up after itself; the second one quits at once. */
export function onInterruption({
  resumeCommand,
  resumeWithout,
  timeoutMs,
  print = onStderr,
}: InterruptionOptions = {}): Interruption {
  const controller = new AbortController()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const remedies =
    resumeCommand === undefined
      ? []
      : [{what: 'Continue', command: resumeCommand, ...(resumeWithout && {without: resumeWithout})}]
  const abort = () => controller.abort(timedOut({timeoutMs: timeoutMs!, remedies}))
  const timer = timeoutMs === undefined ? undefined : setTimeout(abort, timeoutMs)
  const end = () => {
    clearTimeout(timer)
    for (const signal of signals) process.off(signal, handle)
    controller.abort()
  }
  function handle(signal: NodeJS.Signals): void {
    if (controller.signal.aborted) {
      end()
      process.kill(process.pid, signal)
    } else {
      if (resumeCommand !== undefined)
        print('Interrupted. Stopping the running tools and cleaning up; press Ctrl-C again to quit at once.')
      controller.abort(interrupted(signal, remedies))
    }
  }
  for (const signal of signals) process.on(signal, handle)
  return {signal: controller.signal, end}
}

/** Does a command's work under `onInterruption`. After an interruption, any failure of the work is reported as that. */
export async function interruptible<Result>(
  options: InterruptionOptions,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const {signal, end} = onInterruption(options)
  try {
    return await work(signal)
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    end()
  }
}

/** The error of Ctrl-C and of a termination signal: exit code 128 plus the signal's number. */
export function interrupted(signal: NodeJS.Signals = 'SIGINT', remedies: readonly Remedy[] = []): RdeError {
  return new RdeError('Interrupted.', {
    code: 'RDE_INTERRUPTED',
    exitCode: 128 + constants.signals[signal],
    remedies,
  })
}
