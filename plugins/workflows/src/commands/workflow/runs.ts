import * as Args from '@oclif/core/args'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {noticePrinter} from '../../notices.js'
import {listRuns} from '../../services/workflow/runs.js'
import {renderRuns} from '../../views/render-workflows.js'

export default class WorkflowRuns extends RdeCommand {
  static override summary = 'List runs, the newest first.'
  static override examples = ['<%= config.bin %> workflow runs', '<%= config.bin %> workflow runs hello --json']
  static override enableJsonFlag = true
  static completion = {name: 'workflow'}
  static override args = {name: Args.string({description: 'Only runs of this workflow.', ignoreStdin: true})}
  static override flags = commonFlags

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowRuns)
    const session = openSession(flags)
    const options = {workflow: args.name, onNotice: noticePrinter(this, flags)}
    const runs = await interruptible({}, (signal) => listRuns(session, {...options, signal}))
    this.log(renderRuns(runs))
    return {runs}
  }
}
