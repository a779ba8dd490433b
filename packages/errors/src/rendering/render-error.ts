import {asTyped, asTypedIn} from './as-typed.js'
import {printable, withPrintableWords} from './printable.js'
import type {RdeError, Remedy} from '../rde-error.js'

// eslint-disable-next-line no-control-regex -- the expression has to match it
const colour = /\u001B\[[\d;]*m/g

/**
 * Renders an error for a terminal: what failed and why, the remedies, the outcome, and the code, for searching. Colours
 * from the output of a tool or a step are removed. `typed`: words that the user typed, which may occur in the error.
 */
export function renderError({message, remedies, outcome, code}: RdeError, typed: readonly string[] = []): string {
  const last = [outcome, code].filter((part) => part !== undefined).join(' ')
  const parts = [asTypedIn(message), renderRemedies(remedies), asTypedIn(last)]
  const text = parts.filter((part) => part !== '').join('\n\n')
  return printable(withPrintableWords(text, typed).replace(colour, ''))
}

function renderRemedies(remedies: readonly Remedy[]): string {
  const width = Math.max(0, ...remedies.map(({what}) => what.length))
  return remedies.map(({what, command}) => `  ${`${what}:`.padEnd(width + 3)} ${asTyped(command)}`).join('\n')
}
