import {asTyped, asTypedIn} from './as-typed.js'
import {printable, withPrintableWords} from './printable.js'
import type {RdeError, Remedy} from '../rde-error.js'

// eslint-disable-next-line no-control-regex -- it is what this is about
const colour = /\u001B\[[\d;]*m/g

/**
 * An error as a terminal shows it: what failed and why, what to do, what became of things, and last the code, for searching.
 * It has no colours: those in it are a tool's or a step's, and would stay. `typed`: what the user typed and may stand in it.
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
