import {exitCodes, nearest, RdeError, type Remedy} from '@rde/errors'
import {commandLine} from '@rde/process-runner/masking/command-line'

/** oclif's error for a command line that it cannot parse, as far as it is used here. */
interface ParseError extends Error {
  readonly parse?: {readonly input?: {readonly flags?: Readonly<Record<string, FlagNames>>}}
  /** The unknown flags. */
  readonly flags?: readonly string[]
  /** The missing arguments, or the surplus ones. */
  readonly args?: ReadonlyArray<string | {readonly name: string; readonly description?: string}>
}

interface FlagNames {
  readonly char?: string
  readonly hidden?: boolean
  readonly aliases?: readonly string[]
}

export interface TypedCommand {
  /** `rde` */
  readonly bin: string
  /** The words of the command: `cluster start`. */
  readonly name: string
  /** What was typed after them. */
  readonly argv: readonly string[]
}

/** oclif's error about wrong usage as one of ours (RDE_USAGE, exit 2); undefined for any other error. */
export function usageError(error: unknown, typed: TypedCommand): RdeError | undefined {
  if (!isParseError(error)) return undefined
  const {message, suggestion} = explain(error, typed)
  const help = {what: 'See its flags and arguments', command: [typed.bin, 'help', typed.name].join(' ').trim()}
  return new RdeError(message, {
    code: 'RDE_USAGE',
    exitCode: exitCodes.usage,
    remedies: [...(suggestion ? [suggestion] : []), help],
  })
}

/** Checks the fields: the error may come from another copy of oclif, in a team's plugin. */
function isParseError(error: unknown): error is ParseError {
  return error instanceof Error && 'oclif' in error && ('parse' in error || invalidValue.test(error.message))
}

/** How oclif's message for an invalid flag value begins. */
const invalidValue = /^Parsing (--\S+)\s+/

function explain(error: ParseError, typed: TypedCommand): {message: string; suggestion?: Remedy | undefined} {
  const {name} = typed
  switch (error.constructor.name) {
    case 'NonExistentFlagsError':
      return unknownFlags(error, typed)
    case 'UnexpectedArgsError': {
      const unexpected = (error.args ?? []).join(' ')
      return {message: `${name} takes no argument "${unexpected}".`}
    }
    case 'RequiredArgsError': {
      const missing = (error.args ?? []).map((arg) => (typeof arg === 'string' ? arg : arg.name.toUpperCase()))
      return {message: `${name} needs ${missing.join(' and ')}.`}
    }
    default:
      return {message: `${name}: ${sentenceOf(error.message)}`}
  }
}

function unknownFlags({flags = [], parse}: ParseError, {bin, name, argv}: TypedCommand) {
  const message = `${name} has no flag ${flags.join(', ')}.`
  // Never suggests a flag that answers a question or skips a safeguard.
  const safe = ([long]: [string, FlagNames]) => !['yes', 'force'].includes(long)
  const all = Object.entries(parse?.input?.flags ?? {}).filter(safe)
  const known = all.flatMap(([long, {char, hidden, aliases = []}]) =>
    hidden ? [] : [`--${long}`, ...aliases.map((alias) => `--${alias}`), ...(char === undefined ? [] : [`-${char}`])],
  )
  const meant = new Map(flags.map((flag) => [flag, flag.startsWith('--') ? nearest(flag, known) : undefined]))
  if ([...meant.values()].includes(undefined)) return {message}
  const words = argv.map((word) => {
    const [flag = '', ...value] = word.split('=')
    return [meant.get(flag) ?? flag, ...value].join('=')
  })
  const command = commandLine({file: bin, args: [...name.split(' '), ...words]})
  return {message, suggestion: {what: 'Perhaps', command}}
}

/** oclif's own words, without its hint and its heading. */
function sentenceOf(message: string): string {
  const lines = message
    .replace(/\nSee more help with --help$/, '')
    .replace(invalidValue, '$1: ')
    .replace(/^The following errors? occurred:\s*/, '')
    .replace(/(--\S+) cannot also be provided when using (--\S+)/g, '$1 and $2 cannot be used together')
    .split('\n')
  return `${lines.map((line) => line.trim().replace(/( but received)?[.:]$/, '')).join('; ')}.`
}
