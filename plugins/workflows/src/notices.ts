import {printableJson} from '@rde/errors'

interface Output {
  logToStderr(line: string): void
  jsonEnabled(): boolean
}

/**
 * Prints what a command has to say beside its answer: on standard error, nothing with `--quiet`. With `--json` as the events of
 * a run are printed.
 */
export function noticePrinter(command: Output, {quiet}: {readonly quiet: boolean}): (line: string) => void {
  return (line) => {
    if (quiet) return
    if (command.jsonEnabled())
      process.stderr.write(`${printableJson(JSON.stringify({event: 'notice', message: line}))}\n`)
    else command.logToStderr(line)
  }
}
