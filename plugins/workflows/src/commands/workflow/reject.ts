import {AnswerCommand} from '../../declarations/answer-command.js'

export default class WorkflowReject extends AnswerCommand {
  static override summary = 'Reject a step that waits for an answer.'
  static override examples = ['<%= config.bin %> workflow reject deploy#7 go-live']

  async run(): Promise<object> {
    return this.answer('rejected')
  }
}
