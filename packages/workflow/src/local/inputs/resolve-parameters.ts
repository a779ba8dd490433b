import {RdeError} from '@rde/errors'

import type {Value, WorkflowDocument} from '../../document.js'

/** The parameters of a run: those that are given over the defaults of the file. All that are lacking are told at once. */
export function resolveParameters(
  {parameters}: WorkflowDocument,
  given: Readonly<Record<string, Value>>,
): {values: Readonly<Record<string, Value>>; unknown: readonly string[]} {
  const declared = Object.entries(parameters)
  const lacking = declared.filter(([name, {default: value}]) => value === undefined && !Object.hasOwn(given, name))
  if (lacking.length > 0) throw missing(lacking.map(([name]) => name))
  const defaults = declared.flatMap(([name, {default: value}]) => (value === undefined ? [] : [[name, value] as const]))
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(parameters, name))
  return {values: {...Object.fromEntries(defaults), ...given}, unknown}
}

function missing(names: readonly string[]): RdeError {
  const one = names.length === 1
  return new RdeError(
    `The parameter${one ? '' : 's'} ${names.join(', ')} ha${one ? 's' : 've'} no default and must be given.`,
    {
      code: 'RDE_WORKFLOW_PARAMETER',
      exitCode: 2,
      outcome: 'Nothing was run.',
      remedies: [{what: 'Give a value', command: names.map((name) => `-p ${name}=VALUE`).join(' ')}],
    },
  )
}
