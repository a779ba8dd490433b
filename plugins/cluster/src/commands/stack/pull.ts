import * as Flags from '@oclif/core/flags'

import {commonFlags, extensionsFor, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {pullStack, type PulledStack} from '../../services/stack/pull.js'

export default class StackPull extends RdeCommand {
  static override summary = 'Download all sources of the stack into a folder, for machines without a network.'
  static override description =
    'Downloads the manifests and charts of all profiles and writes a stack.yaml with their checksums. Does not download images: save them with docker.'
  static override examples = ['<%= config.bin %> stack pull -o ./stack']
  static override enableJsonFlag = true
  static override flags = {
    ...commonFlags,
    stack: Flags.string({helpValue: 'DIR|FILE', description: 'Stack to pull instead of the configured one.'}),
    output: Flags.string({char: 'o', required: true, helpValue: 'DIR', description: 'Folder to write to.'}),
  }

  async run(): Promise<PulledStack> {
    const {flags} = await this.parse(StackPull)
    const report = (line: string) => void (flags.quiet || this.logToStderr(line))
    const session = openSession(flags)
    const wishes = {
      ...{choice: flags.stack, folder: flags.output, report},
      extensionsFor: extensionsFor(this.config, session),
    }
    const pulled = await interruptible({goOn: `rde stack pull -o ${flags.output}`}, (signal) =>
      pullStack(session, {...wishes, signal}),
    )
    for (const note of pulled.notes) this.logToStderr(note)
    this.log(
      `${pulled.folder} contains all sources. It does not contain images: rde stack show --stack ${pulled.folder} lists them.`,
    )
    this.log(`Start from it: rde cluster start --stack ${pulled.folder}`)
    return pulled
  }
}
