import {askYesNo, hasTerminal} from '@rde/plugin-kit'
import type {Ask} from '@rde/workflow'

/** Asks on the terminal for a yes or no; undefined if there is no terminal to ask on. */
export function askOnTerminal(): Ask | undefined {
  return hasTerminal() ? (question) => askYesNo(question) : undefined
}
