import {isRdeError, RdeError} from '@rde/errors'
import {commandLine} from '@rde/process-runner/masking/command-line'

import type {ToolName} from '../tools/tools.js'

interface Printer {
  readonly name: ToolName
  /** As rde calls it. */
  readonly file: string
}

/** What a tool printed, as `read` understands it. A wrapper in place of a tool may print anything, with exit code 0. */
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
  return new RdeError(`${tool} did not print what rde asked for, but${described(printed.trim())}`, {
    code: 'RDE_TOOL_UNREADABLE',
    exitCode: 3,
    remedies: [{what: `See which ${name} it is`, command: commandLine({file, args: ['version']})}],
  })
}

/** JSON tells the reader nothing, and may hold secrets. */
function described(printed: string): string {
  if (printed === '') return ' nothing.'
  if (/^[[{]/.test(printed)) return ' JSON of another form.'
  return `: ${printed.split('\n')[0]!.slice(0, 60)}`
}
