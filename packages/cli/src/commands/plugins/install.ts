import * as Flags from '@oclif/core/flags'
import {commands} from '@oclif/plugin-plugins'
import {interruptible} from '@rde/plugin-kit/command/interruption'
import {openSession} from '@rde/plugin-kit/session/session'

import {admitExtension, asInstalled} from '../../services/plugins/admit-extension.js'

const OclifInstall = commands['plugins:install']

/** oclif's command, after a confirmation: an extension and its npm scripts run with the rights of the user. */
export default class PluginsInstall extends OclifInstall {
  static override summary = "Install a team's extension."
  static override description =
    'Takes what npm takes: a name in a registry, an archive, a folder or the address of a git repository. The code of an extension runs as you; without --yes, rde asks on the terminal.'
  static override examples = [
    '<%= config.bin %> plugins install @team/rde-orders',
    '<%= config.bin %> plugins install ./team-rde-orders-1.0.0.tgz --yes',
    '<%= config.bin %> plugins install git+https://git.example.com/team/rde-orders.git',
  ] as never
  // oclif reads these from the class itself.
  static override args = OclifInstall.args
  static override strict = false
  static override flags = {
    ...OclifInstall.flags,
    yes: Flags.boolean({char: 'y', description: 'Install without asking.'}),
  }

  override async run(): Promise<void> {
    const {argv, flags} = await this.parse(PluginsInstall)
    const words = (argv as string[]).map(asInstalled)
    const options = {yes: flags.yes, registry: this.config.npmRegistry}
    await interruptible({}, async (signal) => {
      for (const word of words) await admitExtension(openSession(flags), word, {...options, signal})
    })
    const own = new Set(['--yes', '-y', ...(argv as string[])])
    this.argv = [...this.argv.filter((word) => !own.has(word)), ...words]
    await super.run()
  }
}
