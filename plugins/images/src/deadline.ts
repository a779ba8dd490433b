import {exitCodes, isRdeError, RdeError} from '@rde/errors'
import {formatDuration} from '@rde/plugin-kit'

interface Limits {
  readonly timeoutMs: number
  readonly signal: AbortSignal
  report(line: string): void
}

/** Does work within a time; when it is up, the error (exit 124) says what was reported last. */
export async function deadlined<Result>(
  {timeoutMs, signal, report}: Limits,
  work: (signal: AbortSignal, report: (line: string) => void) => Promise<Result>,
): Promise<Result> {
  const deadline = AbortSignal.timeout(timeoutMs)
  let last = ''
  const remember = (line: string) => {
    if (line !== last) report(line)
    last = line
  }
  try {
    return await work(AbortSignal.any([signal, deadline]), remember)
  } catch (error) {
    if (!deadline.aborted || signal.aborted || isRdeError(error)) throw error
    throw tookTooLong(timeoutMs, last)
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
