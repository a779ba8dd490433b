import {exitCodes, isRdeError, RdeError, type Remedy} from '@rde/errors'

import {formatLimit} from './duration.js'

export interface TimeoutDetails {
  readonly timeoutMs: number
  /** What took too long, as the beginning of a sentence: `Vault`. */
  readonly what?: string | undefined
  /** The last reason for waiting. */
  readonly lastSeen?: string | undefined
  readonly outcome?: string | undefined
  readonly remedies?: readonly Remedy[]
}

/** The error of every deadline: `Timed out after 2 min.` and what was seen last; exit code 124. */
export function timedOut({timeoutMs, what, lastSeen, outcome, remedies = []}: TimeoutDetails): RdeError {
  const beginning = what === undefined ? 'Timed' : `${what} timed`
  const seen = lastSeen ? `\nLast seen: ${lastSeen}` : ''
  return new RdeError(`${beginning} out after ${formatLimit(timeoutMs)}.${seen}`, {
    code: 'RDE_DEADLINE',
    exitCode: exitCodes.deadline,
    remedies,
    ...(outcome !== undefined && {outcome}),
  })
}

export interface DeadlineOptions extends Omit<TimeoutDetails, 'lastSeen'> {
  /** Ends the work before its time is up: Ctrl-C, or a deadline further out. */
  readonly signal: AbortSignal
  /** Shows one line of progress. A line that repeats the one before is left out. */
  readonly report?: (line: string) => void
}

/**
 * Does work within a time. When that is up, `signal` is aborted with the error of `timedOut`, which names the last line that
 * the work reported, and this rejects with it, whatever the work failed with then. The signal is aborted at the end of the
 * work as well: a tool that nobody waits for any more must not outlive it.
 */
export async function withDeadline<Result>(
  options: DeadlineOptions,
  work: (signal: AbortSignal, report: (line: string) => void) => Promise<Result>,
): Promise<Result> {
  const {signal: outer, report, ...details} = options
  const deadline = new AbortController()
  let lastSeen = ''
  const timer = setTimeout(() => deadline.abort(timedOut({...details, lastSeen})), details.timeoutMs)
  const signal = AbortSignal.any([outer, deadline.signal])
  const remember = (line: string) => {
    if (line !== lastSeen) report?.(line)
    lastSeen = line
  }
  try {
    return await work(signal, remember)
  } catch (error) {
    throw signal.aborted && !isRdeError(error) ? signal.reason : error
  } finally {
    clearTimeout(timer)
    deadline.abort()
  }
}
