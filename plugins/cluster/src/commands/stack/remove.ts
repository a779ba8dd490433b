import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {RdeError} from '@rde/errors'
import {
  commonFlags,
  confirm,
  extensionsFor,
  interruptible,
  leaveOutBroken,
  lineProgress,
  openSession,
  parseDuration,
  RdeCommand,
} from '@rde/plugin-kit'

import {openStack} from '../../services/stack/open-stack.js'
import {removeComponents, type RemovedParts} from '../../services/stack/remove.js'

export default class StackRemove extends RdeCommand {
  static override summary = 'Remove components that extensions added, with their data.'
  static override description =
    'Removes components that the next start would not install again: their extension is uninstalled, or they are disabled. With --extension, also its images and its section of config.json.'
  static override examples = [
    '<%= config.bin %> stack remove orders-api',
    '<%= config.bin %> stack remove --extension @team/rde-orders',
  ]
  static override enableJsonFlag = true
  static override args = {
    component: Args.string({description: 'Components to remove.', multiple: true, ignoreStdin: true}),
  }
  static override flags = {
    ...commonFlags,
    extension: Flags.string({description: 'Remove everything that this extension added.', helpValue: 'NAME'}),
    yes: Flags.boolean({char: 'y', description: 'Skip the confirmation.'}),
    timeout: Flags.string({description: 'Maximum time to wait.', default: '5m'}),
  }

  async run(): Promise<RemovedParts> {
    const {flags, args} = await this.parse(StackRemove)
    const {extension, timeout, yes} = flags
    const components = args.component ?? []
    if (components.length === 0 && extension === undefined) throw nothingNamed()
    const session = openSession(flags)
    const find = extensionsFor(this.config, session, leaveOutBroken)
    const options = {
      ...{components, extension, timeoutMs: parseDuration(timeout)},
      ...lineProgress({...flags, json: this.jsonEnabled()}),
      confirm: async (found: RemovedParts) => {
        const named = extension === undefined ? components : ['--extension', extension]
        const instead = ['rde stack remove', ...named, '--yes'].join(' ')
        if (!yes) await confirm({question: questionOf(found), refused: 'Not removed.', instead})
      },
    }
    const removed = await interruptible({}, (signal) => {
      const isWanted = async (id: string) => {
        const {stack} = await openStack(session, {signal, extensionsFor: find})
        return stack.selects(id)
      }
      return removeComponents(session, {...options, isWanted, signal})
    })
    const named = [...removed.components, ...removed.images, ...removed.settings]
    this.log(named.length === 0 ? 'There is nothing to remove.' : `Removed ${named.join(', ')}.`)
    return removed
  }
}

function questionOf({components, images, settings}: RemovedParts): string {
  const parts = [
    ...components.map((id) => `the component ${id} with its data`),
    ...images.map((name) => `the image ${name}`),
    ...settings.map((key) => `the setting ${key}`),
  ]
  return `Remove ${parts.join(', ')}?`
}

function nothingNamed(): RdeError {
  return new RdeError('Name a component, or an extension with --extension.', {
    code: 'RDE_USAGE',
    exitCode: 2,
    remedies: [{what: 'See what is installed', command: 'rde cluster status'}],
  })
}
