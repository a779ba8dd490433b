import * as Args from '@oclif/core/args'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {secretFlags} from '../../../secret-flags.js'

export default class WorkflowSecretSet extends RdeCommand {
  static override summary = 'Set a secret of a workflow: from standard input, or typed unseen.'
  static override description =
    'All bytes of standard input are the value, a line end as well. A run that goes on keeps the former value.'
  static override examples = [
    '<%= config.bin %> workflow secret set hello api-token',
    'printf %s "$TOKEN" | <%= config.bin %> workflow secret set hello api-token',
    '<%= config.bin %> workflow secret set hello key < key.pem',
  ]
  static override enableJsonFlag = true
  static override args = {
    name: Args.string({description: 'The workflow.', required: true, ignoreStdin: true}),
    key: Args.string({description: 'The key that its steps read it by.', required: true, ignoreStdin: true}),
  }
  static override flags = {...commonFlags, ...secretFlags}

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowSecretSet)
    const [{setSecret}, {readSecretValue}] = await Promise.all([
      import('../../../services/workflow/secret/set.js'),
      import('../../../read-secret-value.js'),
    ])
    const {name: workflow, key} = args
    const session = openSession(flags)
    const value = () => readSecretValue(`Value of ${key}: `)
    const set = await interruptible({}, (signal) =>
      setSecret(session, {workflow, key, value, local: flags.local, signal}),
    )
    this.log(`${key} of ${workflow} set`)
    return set
  }
}
