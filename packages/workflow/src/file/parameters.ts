import {exitCodes, nearest, printableValue, RdeError} from '@rde/errors'
import {quoteWord} from '@rde/process-runner/masking/command-line'

import type {Value, WorkflowDocument} from '../document.js'
import type {AskText, RunPlace} from '../run/run-request.js'

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
  /** The command that takes them, for the remedies; `run` unless given. */
  readonly command?: 'run' | 'explain'
  /** Where a run was to go, for the remedies. */
  readonly on?: RunPlace
}

/** Throws (exit 2) with all parameters that have no value, and with those that the workflow does not declare. */
export function checkParameters(document: Pick<WorkflowDocument, 'parameters'>, options: ParameterOptions): void {
  checkDeclared(document, options)
  const missing = missingParameters(document, options.given)
  if (missing.length > 0) throw parametersMissing(missing, options)
}

/** Throws (exit 2) with all parameters that are given and that the workflow does not declare. */
export function checkDeclared(
  {parameters: declared}: Pick<WorkflowDocument, 'parameters'>,
  options: ParameterOptions,
): void {
  const undeclared = Object.keys(options.given).filter((name) => !Object.hasOwn(declared, name))
  if (undeclared.length > 0) throw unknownParameters(undeclared, {...options, known: Object.keys(declared)})
}

export interface CompletingOptions extends ParameterOptions {
  /** Undefined if there is no terminal to ask on. */
  readonly askText: AskText | undefined
  /** What uses a parameter without a value gets the expression itself. */
  readonly allowUnresolved: boolean
}

/** Asks for each parameter that has no value. Without anybody to ask, throws as `checkParameters`. */
export async function completeParameters(
  document: Pick<WorkflowDocument, 'parameters'>,
  {askText, allowUnresolved, ...options}: CompletingOptions,
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

/** Those without a default that are not given. */
function missingParameters({parameters}: Pick<WorkflowDocument, 'parameters'>, given: Parameters): string[] {
  const needed = Object.entries(parameters).filter(([, {default: value}]) => value === undefined)
  return needed.map(([name]) => name).filter((name) => !Object.hasOwn(given, name))
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
  return names.map((name) => ` -p ${quoteWord(printableValue(name))}=…`).join('')
}

/** ` --on host` */
export function placeFlag(on: RunPlace = 'cluster'): string {
  return on === 'cluster' ? '' : ` --on ${on}`
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
        what: 'Give only those',
        command: `rde workflow ${command} ${target}${placeFlag(on)}${parameterFlags([...new Set(corrected)])}`,
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
    remedies: [{what: 'Give a value', command: `rde workflow run ${target}${placeFlag(on)}${flags}`}],
    outcome: 'Nothing was run.',
  })
}
