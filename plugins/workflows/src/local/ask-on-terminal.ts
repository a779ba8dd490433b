import {askYesNo, hasTerminal} from '@rde/plugin-kit'

export type Ask = (question: string) => Promise<boolean>

/** Asks on the terminal for a yes or no; undefined where there is no terminal to ask on. */
export function askOnTerminal(): Ask | undefined {
  return hasTerminal() ? (question) => askYesNo(question) : undefined
}
