import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {listWorkflows} from '../../services/workflow/list.js'
import {renderWorkflows} from '../../views/render-workflows.js'

export default class WorkflowList extends RdeCommand {
  static override summary = 'List the workflows that are saved on the cluster.'
  static override examples = ['<%= config.bin %> workflow list', '<%= config.bin %> workflow list --json']
  static override enableJsonFlag = true
  static override flags = commonFlags

  async run(): Promise<object> {
    const {flags} = await this.parse(WorkflowList)
    const workflows = await interruptible({}, (signal) => listWorkflows(openSession(flags), signal))
    this.log(renderWorkflows(workflows))
    return {workflows}
  }
}
