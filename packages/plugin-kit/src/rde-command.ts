import {format} from 'node:util'

import {Command} from '@oclif/core/command'

import {fileSystemError} from '@rde/config/config-errors'
import {asTyped, isRdeError, printable, type RdeError} from '@rde/errors'

import {usageError, type TypedCommand} from './usage-error.js'

type CommandError = Error & {code?: string; oclif?: {exit?: number}; exitCode?: number}

/**
 * The base of our commands. Prints nothing that could move the cursor. Under `--json` it keeps an error's exit code, and prints
 * of an error what a script can use.
 */
export abstract class RdeCommand extends Command {
  override log(message = '', ...values: unknown[]): void {
    super.log(toTerminal(format(message, ...values)))
  }

  override logToStderr(message = '', ...values: unknown[]): void {
    super.logToStderr(toTerminal(format(message, ...values)))
  }

  protected override async catch(thrown: CommandError): Promise<void> {
    const name = this.id?.replaceAll(':', ' ') ?? ''
    const error: CommandError = explainError(thrown, {bin: this.config.bin, name, argv: this.argv}) ?? thrown
    // oclif takes the code from this field under --json, from the other one otherwise.
    if (error.oclif?.exit !== undefined) error.exitCode = error.oclif.exit
    await super.catch(error)
  }

  protected override toErrorJson(error: CommandError): {error: object} {
    return {error: errorJson(error)}
  }
}

/** A raw error of oclif, or of the file system, as one of ours; undefined for any other error. */
export function explainError(error: unknown, typed: TypedCommand): RdeError | undefined {
  return usageError(error, typed) ?? fileSystemError(error)
}

/** An error as `--json` prints it. */
export function errorJson(error: CommandError): object {
  if (isRdeError(error)) return error.toJSON()
  // Not the error's own fields: those of a usage error hold all that oclif knows of us, a tool's its whole output.
  const {code, message, exitCode = 1} = error
  return {code, message, exitCode}
}

function toTerminal(message: string): string {
  return printable(message.replace(/^ {2}rde .*$/gm, (hint) => `  ${asTyped(hint.slice(2))}`))
}
