import {AnswerCommand} from '../../declarations/answer-command.js'

export default class WorkflowApprove extends AnswerCommand {
  static override summary = 'Approve a step that waits for an answer.'
  static override examples = ['<%= config.bin %> workflow approve deploy#7 go-live']

  async run(): Promise<object> {
    return this.answer('approved')
  }
}
