import {Command} from '@oclif/core/command'

import {isRdeError} from '@rde/errors'

type CommandError = Error & {code?: string; oclif?: {exit?: number}; exitCode?: number}

/** The base of our commands. Under `--json` it keeps an error's exit code, and prints of an error what a script can use. */
export abstract class RdeCommand extends Command {
  protected override async catch(error: CommandError): Promise<void> {
    // oclif takes the code from this field under --json, from the other one otherwise.
    if (error.oclif?.exit !== undefined) error.exitCode = error.oclif.exit
    await super.catch(error)
  }

  protected override toErrorJson(error: CommandError): {error: object} {
    if (isRdeError(error)) return {error: error.toJSON()}
    // Not the error's own fields: those of a usage error hold all that oclif knows of us, a tool's its whole output.
    const {code, message, exitCode = 1} = error
    return {error: {code, message, exitCode}}
  }
}
