import {writeSync} from 'node:fs'

import {asTypedIn} from '@rde/errors/rendering/as-typed'

/**
 * Prints a line on standard error before a program takes over the terminal. Not by process.stderr: that would leave a pipe
 * non-blocking for the program.
 */
export function printNotice(line: string): void {
  try {
    writeSync(2, `${asTypedIn(line)}\n`)
  } catch {
    // The reader has left; the program is what was asked for.
  }
}
