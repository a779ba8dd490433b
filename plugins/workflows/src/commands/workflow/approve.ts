import * as Args from '@oclif/core/args'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

export default class WorkflowApprove extends RdeCommand {
  static override summary = 'Approve a step that waits for an answer.'
  static override examples = ['<%= config.bin %> workflow approve deploy#7 go-live']
  static override enableJsonFlag = true
  static override args = {
    run: Args.string({description: 'The run.', required: true, ignoreStdin: true}),
    step: Args.string({description: 'The step.', required: true, ignoreStdin: true}),
  }
  static override flags = commonFlags

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowApprove)
    const {answerStep} = await import('../../services/workflow/answer.js')
    const session = openSession(flags)
    const options = {...args, answer: 'approved'} as const
    const answered = await interruptible({}, (signal) => answerStep(session, {...options, signal}))
    this.log(`${answered.step} of ${answered.run} approved`)
    return answered
  }
}
