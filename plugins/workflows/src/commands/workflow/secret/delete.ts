import * as Args from '@oclif/core/args'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {secretFlags} from '../../../declarations/secret-flags.js'
import {deleteSecret} from '../../../services/workflow/secret/delete.js'

export default class WorkflowSecretDelete extends RdeCommand {
  static override summary = 'Delete a secret of a workflow.'
  static override examples = ['<%= config.bin %> workflow secret delete hello api-token']
  static override enableJsonFlag = true
  static completion = {name: 'workflow', key: 'secret-key'}
  static override args = {
    name: Args.string({description: 'The workflow.', required: true, ignoreStdin: true}),
    key: Args.string({description: 'The key of the secret.', required: true, ignoreStdin: true}),
  }
  static override flags = {...commonFlags, ...secretFlags}

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowSecretDelete)
    const {name: workflow, key} = args
    const session = openSession(flags)
    const deleted = await interruptible({}, (signal) =>
      deleteSecret(session, {workflow, key, local: flags.local, signal}),
    )
    this.log(`Deleted secret ${key} of workflow ${workflow}.`)
    return deleted
  }
}
