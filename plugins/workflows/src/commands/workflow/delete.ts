import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {askOnTerminal} from '../../questions/ask-on-terminal.js'
import {deleteWorkflow} from '../../services/workflow/delete.js'

export default class WorkflowDelete extends RdeCommand {
  static override summary = 'Delete a workflow from the cluster, with its runs, revisions and secrets.'
  static override examples = [
    '<%= config.bin %> workflow delete hello',
    '<%= config.bin %> workflow delete hello --yes',
  ]
  static override enableJsonFlag = true
  static completion = {name: 'workflow'}
  static override args = {name: Args.string({description: 'The workflow.', required: true, ignoreStdin: true})}
  static override flags = {
    ...commonFlags,
    yes: Flags.boolean({char: 'y', description: 'Do not ask.'}),
  }

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowDelete)
    const options = {name: args.name, yes: flags.yes, ask: askOnTerminal()}
    const session = openSession(flags)
    const deleted = await interruptible({}, (signal) => deleteWorkflow(session, {...options, signal}))
    this.log(`Deleted ${deleted.name} with ${deleted.runs} runs and ${deleted.secrets} secrets.`)
    return deleted
  }
}
