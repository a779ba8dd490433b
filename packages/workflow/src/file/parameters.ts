import {RdeError} from '@rde/errors'
import type {WorkflowDocument} from '@rde/workflow/document'

export type Parameters = Readonly<Record<string, string>>

/** Reads `-p name=value`; the value is what follows the first `=`. Throws (exit 2) where there is none. */
export function parseParameters(pairs: readonly string[]): Parameters {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw notAPair(pair)
      return [pair.slice(0, at), pair.slice(at + 1)] as const
    }),
  )
}

/** Throws (exit 2) with all parameters that have no value; resolves with those that the workflow does not declare. */
export function checkParameters(
  {parameters: declared}: Pick<WorkflowDocument, 'parameters'>,
  {given, target}: {readonly given: Parameters; readonly target: string},
): string[] {
  const missing = Object.entries(declared).filter(([name, {default: value}]) => value === undefined && !(name in given))
  if (missing.length > 0) {
    throw lacking(
      missing.map(([name]) => name),
      target,
    )
  }
  return Object.keys(given).filter((name) => !(name in declared))
}

function notAPair(pair: string): RdeError {
  return new RdeError(`"${pair}" gives no parameter a value.`, {
    code: 'RDE_PARAMETER',
    exitCode: 2,
    remedies: [{what: 'Name it and its value', command: 'rde workflow run FILE -p name=value'}],
    outcome: 'Nothing was run.',
  })
}

function lacking(names: readonly string[], target: string): RdeError {
  const what = names.length === 1 ? `The parameter ${names[0]} has` : `The parameters ${names.join(', ')} have`
  return new RdeError(`${what} no default, and no value was given.`, {
    code: 'RDE_PARAMETER_MISSING',
    exitCode: 2,
    remedies: [
      {what: 'Give it', command: `rde workflow run ${target} ${names.map((name) => `-p ${name}=…`).join(' ')}`},
    ],
    outcome: 'Nothing was run.',
  })
}
