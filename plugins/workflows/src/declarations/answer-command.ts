import * as Args from '@oclif/core/args'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'
import {answerStep, type Answer} from '@rde/workflow/engine'

import {refuseLocalRun} from '../local-runs.js'

/** The common part of `workflow approve` and `workflow reject`. */
export abstract class AnswerCommand extends RdeCommand {
  static override enableJsonFlag = true
  static override args = {
    run: Args.string({description: 'The run.', required: true, ignoreStdin: true}),
    step: Args.string({description: 'The step.', required: true, ignoreStdin: true}),
  }
  static override flags = commonFlags

  protected async answer(answer: Answer['answer']): Promise<object> {
    const {args, flags} = await this.parse(AnswerCommand)
    const session = openSession(flags)
    refuseLocalRun(args.run, 'Its approvals are asked for where it runs.')
    const answered = await interruptible({}, (signal) => answerStep(session, {...args, answer, signal}))
    this.log(`${answered.step} of ${answered.run} ${answer}`)
    return answered
  }
}
