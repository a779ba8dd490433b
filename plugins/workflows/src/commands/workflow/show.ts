import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {showWorkflow} from '../../services/workflow/show.js'
import {renderGraph} from '../../views/render-graph.js'
import {renderWorkflow} from '../../views/render-workflow.js'

export default class WorkflowShow extends RdeCommand {
  static override summary = 'Show a saved workflow: its steps, its newest runs, or its file.'
  static override examples = ['show hello', 'show hello --graph', 'show hello --file'].map(
    (line) => `<%= config.bin %> workflow ${line}`,
  )
  static override enableJsonFlag = true
  static override args = {name: Args.string({description: 'The workflow.', required: true, ignoreStdin: true})}
  static override flags = {
    ...commonFlags,
    graph: Flags.boolean({description: 'Draw which step waits for which.', exclusive: ['file']}),
    file: Flags.boolean({description: 'Print the file as it was saved.', exclusive: ['graph']}),
  }

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowShow)
    const session = openSession(flags)
    const shown = await interruptible({}, (signal) => showWorkflow(session, {name: args.name, signal}))
    if (flags.graph) this.log(renderGraph(shown.steps))
    else this.log(flags.file ? (shown.file ?? '') : renderWorkflow(shown))
    return shown
  }
}
