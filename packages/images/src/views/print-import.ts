import {isRdeError, renderError} from '@rde/errors'

import type {ImportResult} from '../import/import-to-cluster.js'
import type {ImageFailure} from '../import/map-images.js'
import {renderImport} from './render-import.js'

interface Output {
  log(text: string): void
  logToStderr(text: string): void
}

/** Prints the result for each image, sets exit code 1 if one failed, and returns the --json document. */
export function printImport(output: Output, {images, failed}: ImportResult): object {
  if (images.length > 0) output.log(renderImport(images))
  return {images, failed: printFailures(output, failed, images.length)}
}

/**
 * Prints each failure, sets exit code 1, and returns the failures in --json form. If there is a single failure and
 * nothing succeeded, throws it instead, so that its own exit code is used.
 */
export function printFailures(
  output: Pick<Output, 'logToStderr'>,
  failed: readonly ImageFailure[],
  succeeded: number,
): object[] {
  const [first, ...others] = failed
  if (first === undefined) return []
  if (others.length === 0 && succeeded === 0) throw first.error
  for (const {reference, error} of failed) output.logToStderr(`${reference} failed.\n${textOf(error)}\n`)
  process.exitCode = 1
  return failed.map(({reference, error}) => ({reference, error: asJson(error)}))
}

function textOf(error: unknown): string {
  return isRdeError(error) ? renderError(error) : (error as Error).message
}

function asJson(error: unknown): object {
  return isRdeError(error) ? error.toJSON() : {message: (error as Error).message}
}
