import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {renderCommands} from '@rde/errors'
import {RdeCommand} from '@rde/plugin-kit/command/rde-command'

import {createExtension, type CreatedExtension} from '../../services/plugins/create.js'

export default class PluginsCreate extends RdeCommand {
  static override summary = 'Write an extension to start from: a component, a command and a test.'
  static override examples = [
    '<%= config.bin %> plugins create orders',
    '<%= config.bin %> plugins create @team/rde-orders --folder ./rde-orders',
  ]
  static override enableJsonFlag = true
  static override args = {
    name: Args.string({description: 'Name of the extension.', required: true, ignoreStdin: true}),
  }
  static override flags = {
    folder: Flags.string({description: 'Folder to write to; named like the package unless given.', helpValue: 'DIR'}),
  }

  async run(): Promise<CreatedExtension> {
    const {args, flags} = await this.parse(PluginsCreate)
    const created = await createExtension({name: args.name, folder: flags.folder})
    const {folder, name, topic} = created
    this.log(`Wrote ${name} to ${folder}.`)
    this.log('')
    const commands = [
      [`cd ${folder} && npm test`, 'test it'],
      [`rde plugins link ${folder}`, 'use it from its folder'],
      ['rde cluster start', 'bring its component up'],
      [`rde ${topic} pods`, 'run its command'],
    ] as const
    this.log(renderCommands(commands))
    return created
  }
}
