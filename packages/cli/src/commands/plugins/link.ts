import {existsSync} from 'node:fs'
import {join} from 'node:path'

import {commands} from '@oclif/plugin-plugins'

const OclifLink = commands['plugins:link']

/** oclif's command, without its warning about a missing lock file: an extension needs no dependencies. */
export default class PluginsLink extends OclifLink {
  static override summary = 'Use an extension from its folder, while you work on it.'
  static override description = 'A linked extension is used as it is: one written in TypeScript has to be built first.'
  static override examples = ['<%= config.bin %> plugins link ./rde-orders'] as never

  // oclif reads these from the class itself.
  static override args = OclifLink.args
  static override flags = OclifLink.flags

  override async run(): Promise<void> {
    const {args} = await this.parse(PluginsLink)
    const isLocked = ['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml'].some((name) =>
      existsSync(join(args.path, name)),
    )
    if (!isLocked && !this.argv.includes('--install')) this.argv = [...this.argv, '--no-install']
    await super.run()
  }
}
