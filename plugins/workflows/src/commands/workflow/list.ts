import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

export default class WorkflowList extends RdeCommand {
  static override summary = 'List the workflows that were saved on the cluster.'
  static override examples = ['<%= config.bin %> workflow list', '<%= config.bin %> workflow list --json']
  static override enableJsonFlag = true
  static override flags = commonFlags

  async run(): Promise<object> {
    const {flags} = await this.parse(WorkflowList)
    const [{listWorkflows}, {renderWorkflows}] = await Promise.all([
      import('../../services/workflow/list.js'),
      import('../../views/render-workflows.js'),
    ])
    const workflows = await interruptible({}, (signal) => listWorkflows(openSession(flags), signal))
    this.log(renderWorkflows(workflows))
    return {workflows}
  }
}
