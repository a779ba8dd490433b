import * as Args from '@oclif/core/args'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import type {ValidatedFile} from '../../services/workflow/validate.js'

export default class WorkflowValidate extends RdeCommand {
  static override summary = 'Look for all that is wrong with workflow files.'
  static override description =
    'Needs no cluster. Each problem is told with its place, FILE:LINE:COLUMN; exit code 1 where there is more than warnings. Where Docker answers, it is asked whether the images of steps that name no command are here.'
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
    const [{validateWorkflows}, {renderProblems}] = await Promise.all([
      import('../../services/workflow/validate.js'),
      import('../../../../../packages/workflow/src/file/render-problems.js'),
    ])
    const session = openSession(flags)
    const files = await interruptible({}, (signal) => validateWorkflows(args.file, session.tools({signal}).docker))
    for (const {file, valid, problems} of files) {
      for (const line of renderProblems(file, problems)) this.log(line)
      if (valid) this.log(`${file} is a valid workflow.`)
    }
    if (files.some(({valid}) => !valid)) process.exitCode = 1
    return {files}
  }
}
