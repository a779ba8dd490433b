import * as Flags from '@oclif/core/flags'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import type {PulledStack} from '../../services/stack/pull.js'

export default class StackPull extends RdeCommand {
  static override summary = 'Bring all sources of the stack into a folder, for machines without a network.'
  static override description =
    'Manifests and charts of all profiles, with a stack.yaml that has their sums. Images are not among them: save those with docker.'
  static override examples = ['<%= config.bin %> stack pull -o ./stack']
  static override enableJsonFlag = true
  static override flags = {
    ...commonFlags,
    stack: Flags.string({helpValue: 'DIR|FILE', description: 'Another stack than usual.'}),
    output: Flags.string({char: 'o', required: true, helpValue: 'DIR', description: 'Where to put it.'}),
  }

  async run(): Promise<PulledStack> {
    const {flags} = await this.parse(StackPull)
    const {pullStack} = await import('../../services/stack/pull.js')
    const report = (line: string) => void (flags.quiet || this.logToStderr(line))
    const wishes = {choice: flags.stack, folder: flags.output, report}
    const pulled = await interruptible({goOn: `rde stack pull -o ${flags.output}`}, (signal) =>
      pullStack(openSession(flags), {...wishes, signal}),
    )
    for (const note of pulled.notes) this.logToStderr(note)
    this.log(`${pulled.folder} has all sources. Images are not in it: rde stack show --stack DIR names them.`)
    this.log(`Start from it: rde cluster start --stack ${pulled.folder}`)
    return pulled
  }
}
