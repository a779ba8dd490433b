import {exitCodes, isRdeError, RdeError, type Remedy} from '@rde/errors'

import {formatLimit} from './duration.js'

export interface TimeoutDetails {
  readonly timeoutMs: number
  /** What took too long, as the beginning of a sentence: `Vault`. */
  readonly what?: string | undefined
  /** What the work was waiting for last. */
  readonly lastSeen?: string | undefined
  readonly outcome?: string | undefined
  readonly remedies?: readonly Remedy[]
}

/** The error of every deadline: `Timed out after 2 min.` and the last progress line; exit code 124. */
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
  /** Ends the work early: Ctrl-C, or an outer deadline. */
  readonly signal: AbortSignal
  /** Shows one line of progress. Repeated lines are skipped. */
  readonly report?: (line: string) => void
}

/**
 * Runs work with a deadline. After that, `signal` is aborted with the error of `timedOut`, which names the last line
 * that the work reported, and this rejects with it unless the work rejects with another RdeError. The signal is also
 * aborted when the work ends, so that no tool outlives it.
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
