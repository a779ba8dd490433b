import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {noticePrinter} from '../../notices.js'
import {saveWorkflow} from '../../services/workflow/save.js'

export default class WorkflowSave extends RdeCommand {
  static override summary = 'Save a workflow file on the cluster, without running it.'
  static override description = 'The cluster keeps the bytes of the file; the same bytes make no new revision.'
  static override examples = [
    '<%= config.bin %> workflow save hello.yaml',
    '<%= config.bin %> workflow save a.yaml --name b',
  ]
  static override enableJsonFlag = true
  static override args = {file: Args.string({description: 'The file.', required: true, ignoreStdin: true})}
  static override flags = {
    ...commonFlags,
    name: Flags.string({description: "Name of the workflow, instead of the file's own."}),
  }

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowSave)
    const options = {file: args.file, name: flags.name, onNotice: noticePrinter(this, flags)}
    const session = openSession(flags)
    const {name, revision, isNew} = await interruptible({}, (signal) => saveWorkflow(session, {...options, signal}))
    this.log(isNew ? `${name} saved as revision ${revision}` : `${name} unchanged, revision ${revision}`)
    return {name, revision, isNew}
  }
}
