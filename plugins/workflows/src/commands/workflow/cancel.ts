import * as Args from '@oclif/core/args'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'
import {cancelRun} from '@rde/workflow/engine'

import {refuseLocalRun} from '../../local-runs.js'

export default class WorkflowCancel extends RdeCommand {
  static override summary = 'Cancel a run; the logs of its steps are deleted with it.'
  static override examples = ['<%= config.bin %> workflow cancel deploy#7']
  static override enableJsonFlag = true
  static override args = {run: Args.string({description: 'The run.', required: true, ignoreStdin: true})}
  static override flags = commonFlags

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowCancel)
    const session = openSession(flags)
    refuseLocalRun(args.run, 'Press Ctrl-C where it runs to end it.')
    const {run, changed, state} = await interruptible({}, (signal) => cancelRun(session, {...args, signal}))
    this.log(changed ? `${run} cancelled` : `${run} has already ${state}`)
    return {run, changed, state}
  }
}
