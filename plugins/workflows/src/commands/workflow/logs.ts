import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {noticePrinter} from '../../notices.js'
import {showLogs} from '../../services/workflow/logs.js'

export default class WorkflowLogs extends RdeCommand {
  static override summary = 'Print the logs of a run.'
  static override description =
    'RUN is NAME#N, the name of its object, or NAME for the newest run; local/NAME#N is a run without a cluster. With --follow, logs are printed until the run ends, and the exit code is 1 if it did not succeed. Ctrl-C ends the following, not the run.'
  static override examples = ['logs hello', 'logs hello#3 build', 'logs hello#3 --follow'].map(
    (line) => `<%= config.bin %> workflow ${line}`,
  )
  static override aliases = ['logs']
  static override enableJsonFlag = true
  static override args = {
    run: Args.string({description: 'The run.', required: true, ignoreStdin: true}),
    step: Args.string({description: 'Only this step.', ignoreStdin: true}),
  }
  static override flags = {
    ...commonFlags,
    follow: Flags.boolean({char: 'f', description: 'Follow the run until it ends.'}),
  }

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowLogs)
    const write = this.jsonEnabled() ? () => {} : (line: string) => this.log(line)
    const options = {...args, follow: flags.follow, write, onNotice: noticePrinter(this, flags)}
    const session = openSession(flags)
    const {answer, failed, left} = await interruptible({}, (signal) => showLogs(session, {...options, signal}))
    if (left !== undefined) throw left
    if (failed) process.exitCode = 1
    return answer
  }
}
