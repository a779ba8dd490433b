import {Command} from '@oclif/core/command'

import {exitCodes, RdeError} from '@rde/errors'
import type {ProcessRequest} from '@rde/process-runner'
import {findProgram} from '@rde/process-runner/environment/find-program'
import {passthrough} from '@rde/process-runner/passthrough/passthrough'

/**
 * A command that passes its whole command line, `--help` included, to another program and exits with its exit code.
 * `rde help COMMAND` shows the summary and examples given here.
 */
export abstract class PassthroughCommand extends Command {
  static override strict = false
  /** Read by the host's help class, which then leaves `--help` among the arguments to the program. */
  static passthrough = true

  /** The program to run, given the words that follow the command's own name. */
  protected abstract request(args: readonly string[]): Promise<ProcessRequest>

  async run(): Promise<void> {
    // Not this.parse(): it rejects flags it does not know, drops `--` and moves repeated words together.
    const request = await this.request(this.argv)
    if (findProgram(request.file) === undefined) throw programMissing(request.file)
    this.exit(await passthrough(request))
  }
}

function programMissing(file: string): RdeError {
  return new RdeError(`${file} does not exist or is not executable.`, {
    code: 'RDE_TOOL_MISSING',
    exitCode: exitCodes.programMissing,
  })
}
