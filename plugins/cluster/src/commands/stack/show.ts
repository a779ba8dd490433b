import * as Flags from '@oclif/core/flags'
import {exitCodes} from '@rde/errors'
import {commonFlags, extensionsFor, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {showStack, type StackView} from '../../services/stack/show.js'
import {renderStack} from '../../views/render-stack.js'

export default class StackShow extends RdeCommand {
  static override summary = 'Show what a start would install: components, versions, sources and images.'
  static override description =
    'Downloads the sources that name the images into the cache that a start uses. Needs no cluster.'
  static override examples = [
    '<%= config.bin %> stack show --profile full',
    '<%= config.bin %> stack show --stack ./our-stack.yaml --json',
  ]
  static override enableJsonFlag = true
  static override flags = {
    ...commonFlags,
    stack: Flags.string({helpValue: 'DIR|FILE', description: 'Stack file, or a folder that contains the whole stack.'}),
    profile: Flags.option({options: ['full', 'core', 'bare'] as const})({
      description: 'Profile to show instead of the configured one.',
    }),
  }

  async run(): Promise<StackView> {
    const {flags} = await this.parse(StackShow)
    const session = openSession(flags)
    const choice = {
      choice: flags.stack,
      profile: flags.profile,
      extensionsFor: extensionsFor(this.config, session),
    }
    const view = await interruptible({}, (signal) => showStack(session, {...choice, signal}))
    this.log(renderStack(view))
    if (view.components.some(({problem}) => problem !== undefined)) process.exitCode = exitCodes.failed
    return view
  }
}
