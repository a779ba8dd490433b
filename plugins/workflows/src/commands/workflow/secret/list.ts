import * as Args from '@oclif/core/args'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {secretFlags} from '../../../declarations/secret-flags.js'
import {listSecrets} from '../../../services/workflow/secret/list.js'

export default class WorkflowSecretList extends RdeCommand {
  static override summary = "List the keys of a workflow's secrets; never their values."
  static override examples = ['<%= config.bin %> workflow secret list hello']
  static override enableJsonFlag = true
  static completion = {name: 'workflow'}
  static override args = {name: Args.string({description: 'The workflow.', required: true, ignoreStdin: true})}
  static override flags = {...commonFlags, ...secretFlags}

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowSecretList)
    const session = openSession(flags)
    const keys = await interruptible({}, (signal) =>
      listSecrets(session, {workflow: args.name, local: flags.local, signal}),
    )
    if (keys.length > 0) this.log(keys.join('\n'))
    else if (!flags.quiet)
      this.logToStderr(`${args.name} has no secret; set one with: rde workflow secret set ${args.name} KEY`)
    return {workflow: args.name, keys}
  }
}
