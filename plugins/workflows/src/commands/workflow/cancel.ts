import * as Args from '@oclif/core/args'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

export default class WorkflowCancel extends RdeCommand {
  static override summary = 'End a run; the logs of its steps go with it.'
  static override examples = ['<%= config.bin %> workflow cancel deploy#7']
  static override enableJsonFlag = true
  static override args = {run: Args.string({description: 'The run.', required: true, ignoreStdin: true})}
  static override flags = commonFlags

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowCancel)
    const {cancelRun} = await import('../../services/workflow/cancel.js')
    const session = openSession(flags)
    const {run, changed, state} = await interruptible({}, (signal) => cancelRun(session, {...args, signal}))
    this.log(changed ? `${run} cancelled` : `${run} was over: ${state}`)
    return {run, changed, state}
  }
}
