import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

export default class WorkflowDelete extends RdeCommand {
  static override summary = 'Delete a workflow from the cluster, with its runs, revisions and secrets.'
  static override examples = [
    '<%= config.bin %> workflow delete hello',
    '<%= config.bin %> workflow delete hello --yes',
  ]
  static override enableJsonFlag = true
  static override args = {name: Args.string({description: 'The workflow.', required: true, ignoreStdin: true})}
  static override flags = {
    ...commonFlags,
    yes: Flags.boolean({char: 'y', description: 'Do not ask.'}),
  }

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowDelete)
    const [{deleteWorkflow}, {confirmDelete}] = await Promise.all([
      import('../../services/workflow/delete.js'),
      import('../../confirm-delete.js'),
    ])
    const options = {name: args.name, confirm: flags.yes ? async () => {} : confirmDelete(args.name)}
    const session = openSession(flags)
    const gone = await interruptible({}, (signal) => deleteWorkflow(session, {...options, signal}))
    this.log(`${gone.name} deleted, with ${gone.runs} runs and ${gone.secrets} secrets`)
    return gone
  }
}
