import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {RdeError} from '@rde/errors'
import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {noticePrinter} from '../../../notices.js'
import {readSecretValue} from '../../../questions/read-secret-value.js'
import {secretFlags} from '../../../declarations/secret-flags.js'
import {setSecret} from '../../../services/workflow/secret/set.js'

export default class WorkflowSecretSet extends RdeCommand {
  static override summary = 'Set a secret of a workflow.'
  static override description =
    'The value is read from standard input, including a final line break, or typed on the terminal without being shown. Runs in progress keep the old value.'
  static override examples = [
    '<%= config.bin %> workflow secret set hello api-token',
    'printf %s "$TOKEN" | <%= config.bin %> workflow secret set hello api-token',
    '<%= config.bin %> workflow secret set hello key < key.pem',
  ]
  static override enableJsonFlag = true
  static completion = {name: 'workflow', key: 'secret-key'}
  static override args = {
    name: Args.string({description: 'The workflow.', required: true, ignoreStdin: true}),
    key: Args.string({description: 'The key that its steps read it by.', required: true, ignoreStdin: true}),
  }
  static override flags = {...commonFlags, ...secretFlags, empty: Flags.boolean({description: 'Allow an empty value.'})}
  // A value as third word would be in the shell history: `run` refuses it with an explanation.
  static override strict = false

  async run(): Promise<object> {
    const {args, flags, argv} = await this.parse(WorkflowSecretSet)
    const {name: workflow, key} = args
    if (argv.length > 2) throw valueInCommand(workflow, key)
    const session = openSession(flags)
    const value = () => readSecretValue(`Value of ${key}: `)
    const {saved, ...set} = await interruptible({}, (signal) =>
      setSecret(session, {workflow, key, value, local: flags.local, empty: flags.empty, signal}),
    )
    this.log(`Set secret ${key} of workflow ${workflow}.`)
    if (!saved) noticePrinter(this, flags)(`${workflow} is not saved yet: rde workflow save ${workflow}.yaml`)
    return set
  }
}

/** Does not contain the value. */
function valueInCommand(workflow: string, key: string): RdeError {
  return new RdeError('A secret is not given in the command: others could see it there.', {
    code: 'RDE_USAGE',
    exitCode: 2,
    outcome: 'Nothing was changed.',
    remedies: [
      {what: 'Type it when you are asked', command: `rde workflow secret set ${workflow} ${key}`},
      {what: 'Or pipe it', command: `printf %s "$VALUE" | rde workflow secret set ${workflow} ${key}`},
    ],
  })
}
