import {writeSync} from 'node:fs'

import {asTypedIn} from '@rde/errors/rendering/as-typed'

/**
 * Prints a line to standard error before a program takes over the terminal. Does not use process.stderr, which would
 * leave a pipe non-blocking for the program.
 */
export function printNotice(line: string): void {
  try {
    writeSync(2, `${asTypedIn(line)}\n`)
  } catch {
    // The reader has closed the pipe; run the program anyway.
  }
}
