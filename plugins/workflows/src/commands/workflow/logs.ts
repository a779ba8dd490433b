import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {noticesOf} from '../../story.js'

export default class WorkflowLogs extends RdeCommand {
  static override summary = 'Print what the steps of a run have printed.'
  static override description =
    'RUN is NAME#N, the name of its object, or NAME for its newest; local/NAME#N is one without a cluster. With --follow it goes on until the run ends, with exit code 1 if that did not succeed; Ctrl-C ends the following, not the run.'
  static override examples = ['logs hello', 'logs hello#3 build', 'logs hello#3 --follow'].map(
    (line) => `<%= config.bin %> workflow ${line}`,
  )
  static override enableJsonFlag = true
  static override args = {
    run: Args.string({description: 'The run.', required: true, ignoreStdin: true}),
    step: Args.string({description: 'Only this step.', ignoreStdin: true}),
  }
  static override flags = {
    ...commonFlags,
    follow: Flags.boolean({char: 'f', description: 'Go on until the run ends.'}),
  }

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowLogs)
    const {printLogs} = await import('../../print-logs.js')
    const write = this.jsonEnabled() ? () => {} : (line: string) => this.log(line)
    const options = {...args, follow: flags.follow, write, notice: noticesOf(this, flags)}
    const session = openSession(flags)
    const {answer, failed, left} = await interruptible({}, (signal) => printLogs(session, {...options, signal}))
    if (left !== undefined) throw left
    if (failed) process.exitCode = 1
    return answer
  }
}
