import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {isRdeError, renderError} from '@rde/errors'
import {commonFlags, interruptible, openSession, parseDuration, RdeCommand, type Session} from '@rde/plugin-kit'

import {noticePrinter} from '../../notices.js'
import {runFlags} from '../../declarations/run-flags.js'
import {runAndShow, type RunOptions} from '../../services/workflow/run.js'
import {savedAgain, savedAt} from '../../services/workflow/watch-file.js'

export default class WorkflowRun extends RdeCommand {
  static override summary = 'Run a workflow: a file, or a saved one.'
  static override description =
    'A file is saved first; the same bytes make no new revision. On a terminal the run is followed to its end, and the exit code is 0 only if it succeeded. Ctrl-C detaches from a run on the cluster, which continues; without a cluster it ends the run.'
  static override examples = [
    '<%= config.bin %> workflow run hello.yaml -p name=you --follow',
    '<%= config.bin %> workflow run hello -p name=you --detach',
    '<%= config.bin %> workflow run hello.yaml -p name=you --on host',
  ]
  static override aliases = ['run']
  static override enableJsonFlag = true
  static completion = {workflow: 'workflow-or-file', step: 'step-of-file'}
  static override args = {
    workflow: Args.string({description: 'A file, or the name of a saved workflow.', required: true, ignoreStdin: true}),
  }
  static override flags = {
    ...commonFlags,
    ...runFlags,
    timeout: Flags.string({description: 'How long to wait for another rde that holds the cluster.', default: '2m'}),
  }

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowRun)
    const session = openSession(flags)
    const options = {
      ...{flags, target: args.workflow, json: this.jsonEnabled(), onNotice: noticePrinter(this, flags)},
      timeoutMs: parseDuration(flags.timeout),
    }
    if (flags.watch) return this.#watch(session, options)
    const {answer, line, failure} = await interruptible({}, (signal) => runAndShow(session, {...options, signal}))
    if (failure !== undefined && !this.jsonEnabled()) throw failure
    if (failure !== undefined) process.exitCode = failure.oclif.exit
    this.log(line)
    return answer
  }

  /** Runs the file now and each time it is saved. Prints the result of each run; only Ctrl-C ends watching. */
  async #watch(session: Session, options: Omit<RunOptions, 'signal'>): Promise<object> {
    return interruptible({}, async (signal) => {
      for (let since = await savedAt(options.target); ; since = await savedAgain(options.target, since, signal)) {
        try {
          const {line, failure} = await runAndShow(session, {...options, signal})
          if (failure !== undefined) throw failure
          this.log(line)
        } catch (error) {
          if (signal.aborted || !isRdeError(error)) throw error
          this.logToStderr(renderError(error))
        }
        options.onNotice(`Waiting for ${options.target} to be saved (Ctrl-C ends).`)
      }
    })
  }
}
