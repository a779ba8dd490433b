import * as Args from '@oclif/core/args'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'
import {toJson} from '@rde/workflow/to-json'

export default class WorkflowTranslate extends RdeCommand {
  static override summary = 'Print the resources that a workflow file becomes, as JSON.'
  static override description =
    'Needs no cluster. A step that names no command gets that of its image, where Docker here has it. Warnings go to standard error.'
  static override examples = [
    '<%= config.bin %> workflow translate deploy.yaml',
    '<%= config.bin %> workflow translate deploy.yaml | rde kubectl apply --server-side -f -',
  ]
  static override enableJsonFlag = true
  static override args = {
    file: Args.string({description: 'A workflow file.', required: true, ignoreStdin: true}),
  }
  static override flags = commonFlags

  async run(): Promise<object> {
    const {flags, args} = await this.parse(WorkflowTranslate)
    const [{translateWorkflow}, {renderProblems}] = await Promise.all([
      import('../../services/workflow/translate.js'),
      import('../../../../../packages/workflow/src/file/render-problems.js'),
    ])
    const session = openSession(flags)
    const translated = await interruptible({}, (signal) => translateWorkflow(args.file, session.tools({signal}).docker))
    if (!flags.quiet) for (const line of renderProblems(args.file, translated.problems)) this.logToStderr(line)
    this.log(toJson(translated.list, 2))
    return translated.list
  }

  /** oclif's own gives up at big integers. */
  protected override logJson(json: unknown): void {
    process.stdout.write(`${toJson(json, 2)}\n`)
  }
}
