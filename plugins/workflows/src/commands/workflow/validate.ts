import * as Args from '@oclif/core/args'

import {exitCodes} from '@rde/errors'
import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'
import {problemLines} from '@rde/workflow/file'

import {type ValidatedFile, validateWorkflows} from '../../services/workflow/validate.js'

export default class WorkflowValidate extends RdeCommand {
  static override summary = 'Check workflow files.'
  static override description =
    'Needs no cluster. Prints each problem as FILE:LINE:COLUMN: message. The exit code is 2 if a file has errors. If Docker answers, it is asked for the images of steps without a command.'
  static override examples = [
    '<%= config.bin %> workflow validate deploy.yaml',
    '<%= config.bin %> workflow validate *.yaml --json',
  ]
  static override enableJsonFlag = true
  static override args = {
    file: Args.string({description: 'Workflow files.', required: true, multiple: true, ignoreStdin: true}),
  }
  static override flags = commonFlags

  async run(): Promise<{files: ValidatedFile[]}> {
    const {flags, args} = await this.parse(WorkflowValidate)
    const session = openSession(flags)
    const files = await interruptible({}, (signal) => validateWorkflows(args.file, session.tools({signal}).docker))
    for (const {file, valid, problems} of files) {
      for (const line of problemLines(file, problems)) this.log(line)
      if (valid) this.log(`${file} is a valid workflow.`)
    }
    if (files.some(({valid}) => !valid)) process.exitCode = exitCodes.usage
    return {files}
  }
}
