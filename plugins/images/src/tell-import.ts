import {isRdeError, renderError, type RdeError} from '@rde/errors'

import type {ImportResult} from './import-wanted.js'
import {renderImport} from './render-import.js'

interface Output {
  log(text: string): void
  logToStderr(text: string): void
}

/** Prints what became of each image, sets exit code 1 if one failed, and gives the document of --json. */
export function tellImport(output: Output, {images, failed}: ImportResult): object {
  if (images.length > 0) output.log(renderImport(images))
  if (failed.length === 1 && images.length === 0) throw failed[0]!.error
  for (const {reference, error} of failed) output.logToStderr(`${reference} failed.\n${inWords(error)}\n`)
  if (failed.length > 0) process.exitCode = 1
  return {images, failed: failed.map(({reference, error}) => ({reference, error: asJson(error)}))}
}

function inWords(error: unknown): string {
  return isRdeError(error) ? renderError(error) : (error as Error).message
}

function asJson(error: unknown): object {
  return isRdeError(error) ? (error as RdeError).toJSON() : {message: (error as Error).message}
}
