import * as Args from '@oclif/core/args'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

export default class WorkflowRuns extends RdeCommand {
  static override summary = 'List runs, the newest first.'
  static override examples = ['<%= config.bin %> workflow runs', '<%= config.bin %> workflow runs hello --json']
  static override enableJsonFlag = true
  static override args = {name: Args.string({description: 'Only those of this workflow.', ignoreStdin: true})}
  static override flags = commonFlags

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowRuns)
    const [{listRuns}, {renderRuns}] = await Promise.all([
      import('../../services/workflow/runs.js'),
      import('../../views/render-workflows.js'),
    ])
    const session = openSession(flags)
    const runs = await interruptible({}, (signal) => listRuns(session, {workflow: args.name, signal}))
    this.log(renderRuns(runs))
    return {runs}
  }
}
