import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {RdeCommand} from '@rde/plugin-kit/command/rde-command'

import {configContext} from '../../services/config/open-config.js'
import {getConfig} from '../../services/config/get.js'

export default class ConfigGet extends RdeCommand {
  static override summary = 'Print the configuration, or one setting of it.'
  static override description = 'Shows defaults for settings that config.json does not contain, and secrets as ••••.'
  static override examples = [
    '<%= config.bin %> config get',
    '<%= config.bin %> config get cluster.apiPort',
    `<%= config.bin %> config get "helm.values['relay-core']"`,
    '<%= config.bin %> config get credentials.vault.rootToken --show-secrets',
  ]
  static override enableJsonFlag = true
  static completion = {key: 'setting'}
  static override args = {
    key: Args.string({description: "Setting as a dotted path; ['a.b'] for keys with dots.", ignoreStdin: true}),
  }
  static override flags = {
    'show-secrets': Flags.boolean({description: 'Show passwords, tokens and keys.'}),
  }

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(ConfigGet)
    const {data, sections} = configContext(this.config)
    const value = await getConfig(data, {key: args.key, showSecrets: flags['show-secrets'], sections})
    this.log('%s', typeof value === 'string' ? value : JSON.stringify(value, undefined, 2))
    return value
  }
}
