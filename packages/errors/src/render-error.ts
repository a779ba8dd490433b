import {asTyped, nameCluster} from './as-typed.js'
import {printable} from './printable.js'
import type {RdeError, Remedy} from './rde-error.js'

/** An error as a terminal shows it: what failed and why, what to do, what became of things, and last the code, for searching. */
export function renderError({message, remedies, outcome, code}: RdeError): string {
  const last = [outcome, code].filter((part) => part !== undefined).join(' ')
  const parts = [nameCluster(message), renderRemedies(remedies), nameCluster(last)]
  return printable(parts.filter((part) => part !== '').join('\n\n'))
}

function renderRemedies(remedies: readonly Remedy[]): string {
  const width = Math.max(0, ...remedies.map(({what}) => what.length))
  return remedies.map(({what, command}) => `  ${`${what}:`.padEnd(width + 3)} ${asTyped(command)}`).join('\n')
}
