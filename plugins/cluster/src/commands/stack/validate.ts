import * as Args from '@oclif/core/args'

import {extensionsFor, openSession, RdeCommand} from '@rde/plugin-kit'

import {validateStack, type ValidStack} from '../../services/stack/validate.js'

export default class StackValidate extends RdeCommand {
  static override summary = 'Check a stack file and list all its problems with their lines.'
  static override description = 'Without FILE, checks the stack that config.json chooses, with its changes.'
  static override examples = ['<%= config.bin %> stack validate', '<%= config.bin %> stack validate ./our-stack.yaml']
  static override enableJsonFlag = true
  static override args = {
    file: Args.string({description: 'Stack file, or a folder that contains one.', ignoreStdin: true}),
  }

  async run(): Promise<ValidStack> {
    const {args} = await this.parse(StackValidate)
    const session = openSession()
    const answer = await validateStack(session, {choice: args.file, extensionsFor: extensionsFor(this.config, session)})
    this.log(`${answer.file} is valid: ${answer.components.join(', ')}.`)
    return answer
  }
}
