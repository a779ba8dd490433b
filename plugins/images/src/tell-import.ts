import type {ImportResult} from './import-wanted.js'
import {renderImport} from './render-import.js'
import {tellFailures} from './tell-failures.js'

interface Output {
  log(text: string): void
  logToStderr(text: string): void
}

/** Prints what became of each image, sets exit code 1 if one failed, and gives the document of --json. */
export function tellImport(output: Output, {images, failed}: ImportResult): object {
  if (images.length > 0) output.log(renderImport(images))
  return {images, failed: tellFailures(output, failed, images.length)}
}
