import {RdeCommand} from '@rde/plugin-kit'
import {workflowSchema} from '@rde/workflow/file'

export default class WorkflowSchema extends RdeCommand {
  static override summary = 'Print the JSON Schema of workflow files, for editors.'
  static override description =
    'Tell an editor by a first line in the file: # yaml-language-server: $schema=PATH. `<%= config.bin %> workflow init` writes it.'
  static override examples = ['<%= config.bin %> workflow schema > workflow.schema.json']
  static override enableJsonFlag = true

  async run(): Promise<object> {
    await this.parse(WorkflowSchema)
    this.log(JSON.stringify(workflowSchema, null, 2))
    return workflowSchema
  }
}
