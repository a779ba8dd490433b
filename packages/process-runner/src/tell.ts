import {writeSync} from 'node:fs'

/**
 * One line on standard error, beside a program that is lent our terminal. Not by process.stderr: a stream of ours would
 * leave a pipe non-blocking for the program.
 */
export function tell(line: string): void {
  try {
    writeSync(2, `${line}\n`)
  } catch {
    // Nobody listens; the program is what was asked for.
  }
}
