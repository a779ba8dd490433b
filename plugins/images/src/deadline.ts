import {exitCodes, isRdeError, RdeError} from '@rde/errors'
import {formatDuration} from '@rde/time'

interface Limits {
  readonly timeoutMs: number
  readonly signal: AbortSignal
  report(line: string): void
}

/**
 * Does work within a time. When that is up, the signal's reason is an error (exit 124) that says what was reported last, and
 * so is what this rejects with, whatever the work failed with then.
 */
export async function deadlined<Result>(
  {timeoutMs, signal, report}: Limits,
  work: (signal: AbortSignal, report: (line: string) => void) => Promise<Result>,
): Promise<Result> {
  const deadline = new AbortController()
  let last = ''
  const timer = setTimeout(() => deadline.abort(tookTooLong(timeoutMs, last)), timeoutMs)
  const either = AbortSignal.any([signal, deadline.signal])
  const remember = (line: string) => {
    if (line !== last) report(line)
    last = line
  }
  try {
    return await work(either, remember)
  } catch (error) {
    throw either.aborted && !isRdeError(error) ? either.reason : error
  } finally {
    clearTimeout(timer)
  }
}

function tookTooLong(timeoutMs: number, last: string): RdeError {
  const seen = last === '' ? '' : `\nLast seen: ${last}`
  return new RdeError(`It was not done within ${formatDuration(timeoutMs)}.${seen}`, {
    code: 'RDE_DEADLINE',
    exitCode: exitCodes.deadline,
    outcome: 'What was done so far stays; the same command goes on.',
    remedies: [{what: 'Give it more time', command: 'rde images import REF --timeout 10m'}],
  })
}
