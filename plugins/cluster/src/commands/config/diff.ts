import {RdeCommand} from '@rde/plugin-kit/command/rde-command'

import {configContext} from '../../services/config/open-config.js'
import {describeDiff} from '../../views/describe-config.js'
import {diffConfig, type ConfigDiff} from '../../services/config/diff.js'

export default class ConfigDiffCommand extends RdeCommand {
  static override summary = 'Show changed settings and derived files that are out of date.'
  static override examples = ['<%= config.bin %> config diff', '<%= config.bin %> config diff --json']
  static override enableJsonFlag = true

  async run(): Promise<ConfigDiff> {
    await this.parse(ConfigDiffCommand)
    const diff = await diffConfig(configContext(this.config))
    this.log('%s', describeDiff(diff))
    return diff
  }
}
