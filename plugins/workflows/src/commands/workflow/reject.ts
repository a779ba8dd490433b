import * as Args from '@oclif/core/args'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

export default class WorkflowReject extends RdeCommand {
  static override summary = 'Reject a step that waits for an answer.'
  static override examples = ['<%= config.bin %> workflow reject deploy#7 go-live']
  static override enableJsonFlag = true
  static override args = {
    run: Args.string({description: 'The run.', required: true, ignoreStdin: true}),
    step: Args.string({description: 'The step.', required: true, ignoreStdin: true}),
  }
  static override flags = commonFlags

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowReject)
    const {answerStep} = await import('../../services/workflow/answer.js')
    const session = openSession(flags)
    const options = {...args, answer: 'rejected'} as const
    const answered = await interruptible({}, (signal) => answerStep(session, {...options, signal}))
    this.log(`${answered.step} of ${answered.run} rejected`)
    return answered
  }
}
