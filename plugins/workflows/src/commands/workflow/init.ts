import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {commonFlags, openSession, RdeCommand} from '@rde/plugin-kit'

import {noticePrinter} from '../../notices.js'
import {initWorkflow} from '../../services/workflow/init.js'

export default class WorkflowInit extends RdeCommand {
  static override summary = 'Write a first workflow file.'
  static override description =
    'Writes NAME.yaml in the current folder: two steps, a parameter and an output. Editors that know yaml-language-server check and complete it.'
  static override examples = ['<%= config.bin %> workflow init', '<%= config.bin %> workflow init deploy']
  static override enableJsonFlag = true
  static override args = {
    name: Args.string({description: 'The name of the workflow; that of the folder unless given.', ignoreStdin: true}),
  }
  static override flags = {...commonFlags, force: Flags.boolean({description: 'Replace a file that is there.'})}

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowInit)
    const written = await initWorkflow(openSession(flags), {name: args.name, force: flags.force})
    this.log(`Wrote ${written.file}.`)
    noticePrinter(this, flags)(`Run it without a cluster: rde workflow run ${written.file} --on host`)
    return written
  }
}
