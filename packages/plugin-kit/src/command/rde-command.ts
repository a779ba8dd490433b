import {format} from 'node:util'

import {Command} from '@oclif/core/command'
import type {Input, ParserOutput} from '@oclif/core/interfaces'

import {clusterVariable} from '@rde/config/cluster/chosen-cluster'
import {fileSystemError} from '@rde/config/store/config-errors'
import {
  asTyped,
  asTypedIn,
  exitCodes,
  isRdeError,
  printable,
  printableJson,
  RdeError,
  withPrintableWords,
} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'

import {clusterFlag} from './flags.js'
import {repeatCommand, type RepeatableCommand} from './repeat-command.js'
import {usageError, type TypedCommand} from './usage-error.js'

/** What oclif parsed, by name. */
type Named = Record<string, unknown>

type CommandError = Error & {code?: string; oclif?: {exit?: number}; exitCode?: number}

/**
 * The base class of rde's commands. Works on the cluster that `--cluster` names. Prints nothing that could move the
 * cursor. Under `--json` it keeps an error's exit code and prints only those fields of an error that a script can use.
 */
export abstract class RdeCommand extends Command {
  static override baseFlags = clusterFlag
  /** The arguments and flags that may be empty or blank. A name, a file or a reference must not be. */
  static mayBeBlank: readonly string[] = []

  /** Sets the cluster in the environment, so that extensions, hints and child processes use the same one. */
  protected override async parse<F extends Named, B extends Named, A extends Named>(
    options?: Input<F, B, A>,
    argv?: string[],
  ): Promise<ParserOutput<F, B, A>> {
    const parsed = await super.parse(options, argv)
    // A team's commands check their own arguments.
    if (this.ctor.plugin?.name === this.config?.name) this.#refuseBlank(parsed.raw)
    const cluster = namedCluster(parsed)
    if (cluster !== undefined) process.env[clusterVariable] = cluster
    return parsed
  }

  #refuseBlank(raw: ParserOutput['raw']): void {
    const {mayBeBlank} = this.ctor as typeof RdeCommand
    for (const token of raw) {
      const name = token.type === 'flag' ? token.flag : token.arg
      // For a flag without a value, oclif passes the flag itself.
      if (token.input.trim() !== '' || mayBeBlank.includes(name)) continue
      throw blankWord(token.type === 'flag' ? `--${name}` : name.toUpperCase(), this.id?.replaceAll(':', ' ') ?? '')
    }
  }

  override log(message = '', ...values: unknown[]): void {
    super.log(toTerminal(format(message, ...values), this.argv))
  }

  override logToStderr(message = '', ...values: unknown[]): void {
    super.logToStderr(asTypedIn(toTerminal(format(message, ...values), this.argv)))
  }

  protected override async catch(thrown: CommandError): Promise<void> {
    const name = this.id?.replaceAll(':', ' ') ?? ''
    const typed = {bin: this.config.bin, name, argv: this.argv, flags: {...this.ctor.baseFlags, ...this.ctor.flags}}
    const error: CommandError = explainError(thrown, typed) ?? withTypedFlags(await explainSilence(thrown), typed)
    // oclif takes the code from this field under --json, from the other one otherwise.
    if (error.oclif?.exit !== undefined) error.exitCode = error.oclif.exit
    await super.catch(error)
  }

  protected override logJson(json: unknown): void {
    process.stdout.write(`${printableJson(JSON.stringify(json, null, 2))}\n`)
  }

  protected override toErrorJson(error: CommandError): {error: object} {
    return {error: errorJson(error)}
  }
}

function blankWord(which: string, command: string): RdeError {
  return new RdeError(`${command}: ${which} must not be empty.`, {
    code: 'RDE_USAGE',
    exitCode: exitCodes.usage,
    remedies: [{what: 'See its flags and arguments', command: `rde help ${command}`}],
  })
}

function namedCluster({args, flags}: {args: Named; flags: Named}): string | undefined {
  const [flag, arg] = [flags['cluster'], args['cluster']] as Array<string | undefined>
  if (flag === undefined || arg === undefined || flag === arg) return flag ?? arg
  throw new RdeError(`The command names two clusters, ${arg} and ${flag}.`, {
    code: 'RDE_USAGE',
    exitCode: exitCodes.usage,
    remedies: [{what: 'See your clusters', command: 'rde cluster list'}],
  })
}

/** Adds the typed flags to the remedies that repeat this command. */
function withTypedFlags(error: CommandError, typed: RepeatableCommand): CommandError {
  if (!isRdeError(error)) return error
  const remedies = error.remedies.map((remedy) => repeatCommand(remedy, typed))
  return Object.assign(error, {remedies, suggestions: remedies.map(({what, command}) => `${what}: ${command}`)})
}

/** A raw error of oclif, or of the file system, as one of ours; undefined for any other error. */
export function explainError(error: unknown, typed: TypedCommand): RdeError | undefined {
  return usageError(error, typed) ?? fileSystemError(error)
}

/** If kubectl got no answer from an API server, finds out why. Returns any other error as it is. */
async function explainSilence(error: CommandError): Promise<CommandError> {
  if (!isProcessError(error)) return error
  // Loaded late: every command loads this file, and few fail.
  const {explainUnanswered} = await import('../session/explain-unanswered.js')
  return explainUnanswered(error)
}

/** An error as `--json` prints it. */
export function errorJson(error: CommandError): object {
  if (isRdeError(error)) return error.toJSON()
  // Not all its fields: those of a usage error hold oclif's whole configuration, those of a tool its whole output.
  const {code, message, exitCode = 1} = error
  return {code, message, exitCode}
}

/** `typed`: the words of the command line. The name of a file may hold anything. */
function toTerminal(message: string, typed: readonly string[]): string {
  return printable(
    withPrintableWords(message, typed).replace(/^ {2}rde .*$/gm, (hint) => `  ${asTyped(hint.slice(2))}`),
  )
}
