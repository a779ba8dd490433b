import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {printableJson} from '@rde/errors'
import {commonFlags, RdeCommand} from '@rde/plugin-kit'
import {toJson} from '@rde/workflow'

import {runFlags} from '../../declarations/run-flags.js'
import {explainFile, renderExplained} from '../../services/workflow/explain.js'

export default class WorkflowExplain extends RdeCommand {
  static override summary = 'Show the value of each expression of a workflow file, or what it waits for.'
  static override description = 'Needs no cluster and runs nothing. Secrets are not read.'
  static override examples = [
    '<%= config.bin %> workflow explain deploy.yaml -p env=dev',
    '<%= config.bin %> workflow explain deploy.yaml --step build --json',
  ]
  static override enableJsonFlag = true
  static completion = {step: 'step-of-file'}
  static override args = {file: Args.string({description: 'A workflow file.', required: true, ignoreStdin: true})}
  static override flags = {
    ...commonFlags,
    param: runFlags.param,
    step: Flags.string({description: 'Only this step.', helpValue: 'STEP'}),
  }

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowExplain)
    const {param: params = [], step} = flags
    const expressions = await explainFile({file: args.file, params, step})
    this.log(renderExplained(expressions))
    return {file: args.file, expressions}
  }

  /** The method of oclif fails on big integers. */
  protected override logJson(json: unknown): void {
    process.stdout.write(`${printableJson(toJson(json, 2))}\n`)
  }
}
