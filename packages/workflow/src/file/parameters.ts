import {exitCodes, nearest, printableValue, RdeError} from '@rde/errors'
import {quoteWord} from '@rde/process-runner/masking/command-line'

import type {Value, WorkflowDocument} from '../document.js'
import type {AskText, RunLocation} from '../run/run-request.js'

export type Parameters = Readonly<Record<string, string>>

/** Reads `-p name=value`; the value is what follows the first `=`. Throws (exit 2) for anything else. */
export function parseParameters(pairs: readonly string[], target: string): Parameters {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw invalidPair(pair, target)
      return [pair.slice(0, at), pair.slice(at + 1)] as const
    }),
  )
}

export interface ParameterOptions {
  readonly given: Parameters
  /** The file or workflow, as the user gave it. */
  readonly target: string
  /** The command that takes the parameters, for the remedies. Default: `run`. */
  readonly command?: 'run' | 'explain'
  /** Where the workflow was to run, for the remedies. */
  readonly on?: RunLocation
}

/** Throws (exit 2) if parameters have no value or are not declared by the workflow. Names all of them. */
export function checkParameters(document: Pick<WorkflowDocument, 'parameters'>, options: ParameterOptions): void {
  checkDeclared(document, options)
  const missing = missingParameters(document, options.given)
  if (missing.length > 0) throw parametersMissing(missing, options)
}

/** Throws (exit 2) if given parameters are not declared by the workflow. Names all of them. */
export function checkDeclared(
  {parameters: declared}: Pick<WorkflowDocument, 'parameters'>,
  options: ParameterOptions,
): void {
  const undeclared = Object.keys(options.given).filter((name) => !Object.hasOwn(declared, name))
  if (undeclared.length > 0) throw unknownParameters(undeclared, {...options, known: Object.keys(declared)})
}

export interface CompleteOptions extends ParameterOptions {
  /** Prompts for a value; undefined if there is no terminal. */
  readonly askText: AskText | undefined
  /** Do not prompt: steps get the expression itself for a parameter without a value. */
  readonly allowUnresolved: boolean
}

/** Prompts for each parameter that has no value. Without a terminal, throws like `checkParameters`. */
export async function completeParameters(
  document: Pick<WorkflowDocument, 'parameters'>,
  {askText, allowUnresolved, ...options}: CompleteOptions,
): Promise<Parameters> {
  checkDeclared(document, options)
  if (allowUnresolved) return options.given
  if (askText === undefined) checkParameters(document, options)
  const given: Record<string, string> = {...options.given}
  for (const name of missingParameters(document, given)) {
    const {description} = document.parameters[name]!
    given[name] = await askText!(
      `Value of the parameter ${printableValue(name)}${description ? ` (${printableValue(description)})` : ''}: `,
    )
  }
  return given
}

/** Parameters without a default that are not given. */
function missingParameters({parameters}: Pick<WorkflowDocument, 'parameters'>, given: Parameters): string[] {
  const needed = Object.entries(parameters).filter(([, {default: value}]) => value === undefined)
  return needed.map(([name]) => name).filter((name) => !Object.hasOwn(given, name))
}

/** The given parameters, with the defaults of the file for the others. */
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
  return names.map((name) => ` -p ${quoteWord(printableValue(name))}=…`).join('')
}

/** ` --on host` */
export function locationFlag(on: RunLocation = 'cluster'): string {
  return on === 'cluster' ? '' : ` --on ${on}`
}

function invalidPair(pair: string, target: string): RdeError {
  return new RdeError(`-p "${pair}" must be NAME=VALUE.`, {
    code: 'RDE_PARAMETER',
    exitCode: exitCodes.usage,
    remedies: [{what: 'Give it a value', command: `rde workflow run ${target} -p ${pair || 'name'}=value`}],
    outcome: 'Nothing was run.',
  })
}

function unknownParameters(
  names: readonly string[],
  {known, given, target, on, command = 'run'}: ParameterOptions & {readonly known: readonly string[]},
): RdeError {
  const lines = names.map((name) => {
    const near = nearest(name, known)
    return `The workflow has no parameter "${name}"${near === undefined ? '' : `; did you mean "${printableValue(near)}"?`}`
  })
  const declared =
    known.length === 0 ? 'It has no parameters.' : `Its parameters: ${known.map(printableValue).join(', ')}.`
  const corrected = Object.keys(given).flatMap((name) => (known.includes(name) ? name : (nearest(name, known) ?? [])))
  return new RdeError([...lines, declared].join('\n'), {
    code: 'RDE_PARAMETER_UNKNOWN',
    exitCode: exitCodes.usage,
    remedies: [
      {
        what: 'Pass only declared parameters',
        command: `rde workflow ${command} ${target}${locationFlag(on)}${parameterFlags([...new Set(corrected)])}`,
        without: ['param'],
      },
    ],
    outcome: 'Nothing was run.',
  })
}

function parametersMissing(names: readonly string[], {target, on}: ParameterOptions): RdeError {
  const shown = names.map(printableValue).join(', ')
  const what = names.length === 1 ? `The parameter ${shown} has` : `The parameters ${shown} have`
  const flags = parameterFlags(names)
  return new RdeError(`${what} no default, and no value was given.`, {
    code: 'RDE_PARAMETER_MISSING',
    exitCode: exitCodes.usage,
    remedies: [{what: 'Give a value', command: `rde workflow run ${target}${locationFlag(on)}${flags}`}],
    outcome: 'Nothing was run.',
  })
}
