import {exitCodes, isRdeError, printableJson, RdeError, renderError} from '@rde/errors'
import {errorJson, explainError} from '@rde/plugin-kit/command/rde-command'
import {commandLine} from '@rde/process-runner/masking/command-line'

/**
 * Prints an error that ended rde and resolves with its exit code: in its four parts (`renderError`) on standard error,
 * or with `--json` as one document on standard output.
 */
export async function reportError(thrown: unknown, words: readonly string[]): Promise<number> {
  if (isExit(thrown)) return thrown.oclif.exit
  const error = explained(thrown, words)
  if (wantsJson(words))
    process.stdout.write(`${printableJson(JSON.stringify({error: errorJson(error)}, undefined, 2))}\n`)
  else process.stderr.write(`${renderError(error, words)}\n`)
  if (wantsStack()) process.stderr.write(`\n${error.stack}\n`)
  return error.oclif.exit
}

/** oclif ends a command with an exit code this way: nothing to print. */
function isExit(error: unknown): error is {oclif: {exit: number}} {
  return error instanceof Error && 'code' in error && error.code === 'EEXIT' && 'oclif' in error
}

function explained(error: unknown, words: readonly string[]): RdeError {
  if (isRdeError(error)) return error
  if (error instanceof Error && error.name === 'ProcessError') return failedTool(error, words)
  return (
    explainError(error, typedCommand(words)) ??
    (isCommandError(error) || isOfOclif(error, words) ? failedCommand(error, words) : unexpected(error, words))
  )
}

interface CommandError extends Error {
  readonly oclif: {readonly exit?: number}
  readonly suggestions?: readonly string[]
}

/** `this.error(…)` in a command of oclif or of an extension. */
function isCommandError(error: unknown): error is CommandError {
  return error instanceof Error && 'oclif' in error
}

/** What oclif's commands throw for user errors, such as `plugins inspect` of a plugin that is not installed. */
function isOfOclif(error: unknown, [topic]: readonly string[]): error is Error {
  return topic === 'plugins' && error instanceof Error && error.constructor === Error
}

function failedCommand(
  {message, oclif: {exit = 1} = {}, suggestions = []}: Error & Partial<CommandError>,
  words: readonly string[],
): RdeError {
  const help = {what: 'See its flags and arguments', command: `rde help ${typedCommand(words).name}`}
  const remedies = [...suggestions.map((command) => ({what: 'Try', command})), help]
  return new RdeError(message, {code: 'RDE_COMMAND_FAILED', exitCode: exit, remedies})
}

function unexpected(thrown: unknown, words: readonly string[]): RdeError {
  const error = new RdeError(`rde failed unexpectedly: ${thrown instanceof Error ? thrown.message : String(thrown)}`, {
    code: 'RDE_UNEXPECTED',
    remedies: [{what: 'See where it failed', command: commandLine({file: 'rde', args: words, env: {RDE_DEBUG: '1'}})}],
  })
  return thrown instanceof Error ? Object.assign(error, {stack: thrown.stack}) : error
}

/** The exit code of the tool is not used: it would mean something else as ours. */
function failedTool(error: Error, words: readonly string[]): RdeError {
  // A passthrough only fails this way if the tool did not start.
  if (/^(kubectl|helm|relay)$/.test(words[0] ?? ''))
    return new RdeError(error.message, {code: 'RDE_TOOL_FAILED', exitCode: exitCodes.programUnusable})
  const failed = new RdeError(error.message, {
    code: 'RDE_TOOL_FAILED',
    remedies: [{what: 'See each command line', command: commandLine({file: 'rde', args: [...words, '--verbose']})}],
  })
  return Object.assign(failed, {stack: error.stack})
}

/** For commands of oclif (`plugins`): the words up to the first flag. */
function typedCommand(words: readonly string[]) {
  const end = words.findIndex((word) => word.startsWith('-'))
  const names = end === -1 ? words : words.slice(0, end)
  return {bin: 'rde', name: names.slice(0, 2).join(' '), argv: words.slice(names.slice(0, 2).length)}
}

function wantsJson(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  return (end === -1 ? words : words.slice(0, end)).includes('--json')
}

function wantsStack(): boolean {
  return Boolean(process.env['DEBUG'] || process.env['RDE_DEBUG'])
}
