import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'
import {graphFormats, renderGraph} from '@rde/workflow/graph'

import {showWorkflow} from '../../services/workflow/show.js'
import {renderWorkflow} from '../../views/render-workflow.js'

export default class WorkflowShow extends RdeCommand {
  static override summary = 'Show a workflow: its steps, its newest runs, its file, or its graph.'
  static override description =
    'A name means the saved workflow on the cluster. A file needs no cluster: it shows the steps, or with --graph which step waits for which.'
  static override examples = [
    'show hello',
    'show hello --file',
    'show hello.yaml --graph',
    'show hello.yaml --graph --format mermaid',
  ].map((line) => `<%= config.bin %> workflow ${line}`)
  static override enableJsonFlag = true
  static completion = {name: 'workflow-or-file'}
  static override args = {
    name: Args.string({description: 'A file, or the name of a saved workflow.', required: true, ignoreStdin: true}),
  }
  static override flags = {
    ...commonFlags,
    graph: Flags.boolean({description: 'Draw which step waits for which.', exclusive: ['file']}),
    format: Flags.option({options: graphFormats})({
      description: 'How to draw the graph (default: text).',
      dependsOn: ['graph'],
    }),
    file: Flags.boolean({description: 'Print the file as it was saved.', exclusive: ['graph']}),
  }

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowShow)
    const session = openSession(flags)
    const shown = await interruptible({}, (signal) => showWorkflow(session, {name: args.name, signal}))
    if (flags.graph) this.log(renderGraph(shown.steps, flags.format ?? 'text'))
    else this.log(flags.file ? (shown.file ?? '') : renderWorkflow(shown))
    return shown
  }
}
