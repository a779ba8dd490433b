import * as Flags from '@oclif/core/flags'

import {commonFlags, extensionsFor, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'
import {platforms, thisPlatform} from '@rde/toolchain/managed-tools/managed-tools'

import {pullStack, type PulledStack} from '../../services/stack/pull.js'
import {renderPulled} from '../../views/render-pulled.js'

export default class StackPull extends RdeCommand {
  static override summary = 'Download everything that a start needs into a folder, for machines without a network.'
  static override description =
    'Includes manifests, charts, images (from Docker, else pulled) and tools. Run it again to continue or to update the folder.'
  static override examples = [
    '<%= config.bin %> stack pull -o ./stack',
    '<%= config.bin %> stack pull -o ./stack --profile core --platform linux/arm64 --platform darwin/arm64',
  ]
  static override enableJsonFlag = true
  static override flags = {
    ...commonFlags,
    stack: Flags.string({helpValue: 'DIR|FILE', description: 'Stack to pull instead of the configured one.'}),
    output: Flags.string({char: 'o', required: true, helpValue: 'DIR', description: 'Folder to write to.'}),
    profile: Flags.option({options: ['full', 'core', 'bare'] as const})({
      description: 'Profile to pull instead of the configured one.',
    }),
    platform: Flags.option({options: platforms, multiple: true, multipleNonGreedy: true})({
      description: 'Include the tools for this platform (repeatable); by default the platform of this machine.',
    }),
    images: Flags.boolean({default: true, allowNo: true, description: 'Include the images.'}),
    tools: Flags.boolean({default: true, allowNo: true, description: 'Include k3d, kubectl and helm.'}),
  }

  async run(): Promise<PulledStack> {
    const {flags} = await this.parse(StackPull)
    const {stack: choice, output: folder, profile, images} = flags
    const session = openSession(flags)
    const own = platforms.filter((platform) => platform === thisPlatform())
    const options = {
      ...{choice, folder, profile, images, platforms: flags.tools ? (flags.platform ?? own) : []},
      extensionsFor: extensionsFor(this.config, session),
      progress: {...flags, json: this.jsonEnabled()},
    }
    const pulled = await interruptible({resumeCommand: `rde stack pull -o ${folder}`}, (signal) =>
      pullStack(session, {...options, signal}),
    )
    for (const note of pulled.notes) this.logToStderr(note)
    this.log(renderPulled(pulled))
    return pulled
  }
}
