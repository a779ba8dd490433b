import {RdeCommand} from '@rde/plugin-kit/rde-command'

import type {ConfigDiff} from '../../services/config/diff.js'
import {configContext} from '../../services/config/open-config.js'
import {describeDiff} from '../../views/describe-config.js'

export default class ConfigDiffCommand extends RdeCommand {
  static override summary = 'Show changed settings and derived files that are out of date.'
  static override examples = ['<%= config.bin %> config diff', '<%= config.bin %> config diff --json']
  static override enableJsonFlag = true

  async run(): Promise<ConfigDiff> {
    await this.parse(ConfigDiffCommand)
    const {diffConfig} = await import('../../services/config/diff.js')
    const diff = await diffConfig(configContext())
    this.log('%s', describeDiff(diff))
    return diff
  }
}
