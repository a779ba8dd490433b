import * as Args from '@oclif/core/args'

import {printableJson} from '@rde/errors'
import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'
import {toJson} from '@rde/workflow'
import {problemLines} from '@rde/workflow/file'

import {translateWorkflow} from '../../services/workflow/translate.js'

export default class WorkflowTranslate extends RdeCommand {
  static override summary = 'Print the Kubernetes resources of a workflow file, as JSON.'
  static override description =
    'Needs no cluster. A step without a command gets the command of its image, if Docker on this machine has it. Warnings go to standard error.'
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
    const session = openSession(flags)
    const translated = await interruptible({}, (signal) => translateWorkflow(args.file, session.tools({signal}).docker))
    if (!flags.quiet) for (const line of problemLines(args.file, translated.problems)) this.logToStderr(line)
    this.log(toJson(translated.list, 2))
    return translated.list
  }

  /** The method of oclif fails on big integers. */
  protected override logJson(json: unknown): void {
    process.stdout.write(`${printableJson(toJson(json, 2))}\n`)
  }
}
