import {isRdeError, RdeError} from '@rde/errors'
import {commandLine} from '@rde/process-runner/masking/command-line'

import type {ToolName} from '../tools/tools.js'

interface Printer {
  readonly name: ToolName
  /** The path that rde runs. */
  readonly file: string
}

/** Parses the output of a tool with `read`. A wrapper in place of a tool may print anything, with exit code 0. */
export function readPrinted<Value>(printer: Printer, printed: string, read: (printed: string) => Value): Value {
  try {
    return read(printed)
  } catch (error) {
    if (isRdeError(error)) throw error
    throw unreadable(printer, printed)
  }
}

function unreadable({name, file}: Printer, printed: string): RdeError {
  const tool = file === name ? name : `${name} (${file})`
  return new RdeError(`Unexpected output from ${tool}: ${summarize(printed.trim())}`, {
    code: 'RDE_TOOL_UNREADABLE',
    exitCode: 3,
    remedies: [{what: `See which ${name} it is`, command: commandLine({file, args: ['version']})}],
  })
}

/** JSON is not shown: it does not help the reader, and may contain secrets. */
function summarize(printed: string): string {
  if (printed === '') return 'nothing.'
  if (/^[[{]/.test(printed)) return 'JSON of another form.'
  return printed.split('\n')[0]!.slice(0, 60)
}
