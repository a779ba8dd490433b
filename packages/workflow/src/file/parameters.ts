import {exitCodes, RdeError} from '@rde/errors'

import type {Value, WorkflowDocument} from '../document.js'
import {nearest} from '@rde/errors'

export type Parameters = Readonly<Record<string, string>>

/** Reads `-p name=value`; the value is what follows the first `=`. Throws (exit 2) for anything else. */
export function parseParameters(pairs: readonly string[], target: string): Parameters {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw notAPair(pair, target)
      return [pair.slice(0, at), pair.slice(at + 1)] as const
    }),
  )
}

export interface ParameterOptions {
  readonly given: Parameters
  /** The file or workflow, as the user named it. */
  readonly target: string
}

/** Throws (exit 2) with all parameters that have no value, and with those that the workflow does not declare. */
export function checkParameters(
  {parameters: declared}: Pick<WorkflowDocument, 'parameters'>,
  {given, target}: ParameterOptions,
): void {
  const undeclared = Object.keys(given).filter((name) => !Object.hasOwn(declared, name))
  if (undeclared.length > 0) throw unknownParameters(undeclared, {known: Object.keys(declared), given, target})
  const needed = Object.entries(declared).filter(([, {default: value}]) => value === undefined)
  const missing = needed.map(([name]) => name).filter((name) => !Object.hasOwn(given, name))
  if (missing.length > 0) throw missingParameters(missing, {given, target})
}

/** The given parameters over the defaults of the file. */
export function withDefaults(
  {parameters}: Pick<WorkflowDocument, 'parameters'>,
  given: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  const declared = Object.entries(parameters)
  const defaults = declared.flatMap(([name, {default: value}]) => (value === undefined ? [] : [[name, value] as const]))
  return {...Object.fromEntries(defaults), ...given}
}

/** `-p name=…`, without values: they may be secrets. */
export function parameterFlags(names: readonly string[]): string {
  return names.map((name) => ` -p ${name}=…`).join('')
}

function notAPair(pair: string, target: string): RdeError {
  return new RdeError(`-p "${pair}" must be NAME=VALUE.`, {
    code: 'RDE_PARAMETER',
    exitCode: exitCodes.usage,
    remedies: [{what: 'Give it a value', command: `rde workflow run ${target} -p ${pair || 'name'}=value`}],
    outcome: 'Nothing was run.',
  })
}

function unknownParameters(
  names: readonly string[],
  {known, given, target}: ParameterOptions & {readonly known: readonly string[]},
): RdeError {
  const lines = names.map((name) => {
    const near = nearest(name, known)
    return `The workflow has no parameter "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`
  })
  const declared = known.length === 0 ? 'It has no parameters.' : `Its parameters: ${known.join(', ')}.`
  const corrected = Object.keys(given).flatMap((name) => (known.includes(name) ? name : (nearest(name, known) ?? [])))
  return new RdeError([...lines, declared].join('\n'), {
    code: 'RDE_PARAMETER_UNKNOWN',
    exitCode: exitCodes.usage,
    remedies: [{what: 'Run it with', command: `rde workflow run ${target}${parameterFlags([...new Set(corrected)])}`}],
    outcome: 'Nothing was run.',
  })
}

function missingParameters(names: readonly string[], {given, target}: ParameterOptions): RdeError {
  const what = names.length === 1 ? `The parameter ${names[0]} has` : `The parameters ${names.join(', ')} have`
  const flags = parameterFlags([...Object.keys(given), ...names])
  return new RdeError(`${what} no default, and no value was given.`, {
    code: 'RDE_PARAMETER_MISSING',
    exitCode: exitCodes.usage,
    remedies: [{what: 'Give a value', command: `rde workflow run ${target}${flags}`}],
    outcome: 'Nothing was run.',
  })
}
