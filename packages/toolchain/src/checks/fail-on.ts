import {exitCodes, RdeError, type Remedy} from '@rde/errors'

import type {CheckResult} from './run-checks.js'

/** Throws one error that lists all problems, each with its remedies; does nothing if there are none. */
export function failOn(
  results: readonly CheckResult[],
  outcome = 'Nothing was created.',
  /** Further remedies. */
  others: readonly Remedy[] = [],
): void {
  const errors = results.filter(({status}) => status === 'error')
  if (errors.length === 0) return
  const lines = errors.flatMap(({detail}) => detail.split('\n'))
  // An indented line belongs to the line above it.
  const count = lines.filter((line) => !line.startsWith(' ')).length
  const message = count === 1 ? lines.join('\n') : `${count} problems:\n  ${lines.join('\n  ')}`
  throw new RdeError(message, {
    code: errors.length === 1 ? errors[0]!.problem.code : 'RDE_PREFLIGHT',
    exitCode: exitCodeOf(errors),
    remedies: [
      ...distinct(errors.flatMap(({remedies}) => remedies)),
      ...(errors.length === 1 ? [] : [{what: 'See each problem with its remedy', command: 'rde doctor'}]),
      ...others,
    ],
    outcome,
  })
}

function distinct(remedies: readonly Remedy[]): Remedy[] {
  return [...new Map(remedies.map((remedy) => [remedy.command, remedy])).values()]
}

/** The code for a tool or Docker takes precedence: nothing else can be fixed without them. */
function exitCodeOf(errors: readonly CheckResult[]): number {
  const codes = errors.map(({problem}) => problem.exitCode)
  return codes.find((code) => code === exitCodes.toolUnavailable) ?? codes[0] ?? exitCodes.failed
}
