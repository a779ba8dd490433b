import * as Args from '@oclif/core/args'
import {RdeCommand} from '@rde/plugin-kit/command/rde-command'

import type {ChangedSetting} from '../../services/config/change-setting.js'
import {configContext} from '../../services/config/open-config.js'
import {describeChange, describeNeeds} from '../../views/describe-config.js'
import {unsetConfig} from '../../services/config/unset.js'

export default class ConfigUnset extends RdeCommand {
  static override summary = 'Reset one setting to its default.'
  static override description =
    'Removes a setting that has no default. Keeps the previous config.json as config.json.bak.'
  static override examples = [
    '<%= config.bin %> config unset cluster.agents',
    '<%= config.bin %> config unset stack.source',
  ]
  static override enableJsonFlag = true
  static completion = {key: 'setting'}
  static override args = {
    key: Args.string({
      description: "Setting as a dotted path; ['a.b'] for keys with dots.",
      required: true,
      ignoreStdin: true,
    }),
  }

  async run(): Promise<ChangedSetting> {
    const {args} = await this.parse(ConfigUnset)
    const changed = await unsetConfig(configContext(this.config), args.key)
    this.log('%s', describeChange(changed))
    const needs = describeNeeds(changed)
    if (needs !== undefined) this.logToStderr(needs)
    return changed
  }
}
