import {isRdeError, renderError} from '@rde/errors'

import type {Failure} from './settle.js'

interface Output {
  logToStderr(text: string): void
}

/**
 * Prints each failure, sets exit code 1, and gives them as --json has them. The only one of a command that did nothing else
 * is thrown instead: then its own exit code counts.
 */
export function tellFailures(output: Output, failed: readonly Failure[], succeeded: number): object[] {
  const [first, ...others] = failed
  if (first === undefined) return []
  if (others.length === 0 && succeeded === 0) throw first.error
  for (const {reference, error} of failed) output.logToStderr(`${reference} failed.\n${inWords(error)}\n`)
  process.exitCode = 1
  return failed.map(({reference, error}) => ({reference, error: asJson(error)}))
}

function inWords(error: unknown): string {
  return isRdeError(error) ? renderError(error) : (error as Error).message
}

function asJson(error: unknown): object {
  return isRdeError(error) ? error.toJSON() : {message: (error as Error).message}
}
