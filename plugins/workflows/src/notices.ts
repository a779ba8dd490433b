import {printableJson} from '@rde/errors'

interface Output {
  logToStderr(line: string): void
  jsonEnabled(): boolean
}

/**
 * Prints notices of a command on standard error; none with `--quiet`. With `--json` they have the form of the events of
 * a run.
 */
export function noticePrinter(command: Output, {quiet}: {readonly quiet: boolean}): (line: string) => void {
  return (line) => {
    if (quiet) return
    if (command.jsonEnabled())
      process.stderr.write(`${printableJson(JSON.stringify({event: 'notice', message: line}))}\n`)
    else command.logToStderr(line)
  }
}
