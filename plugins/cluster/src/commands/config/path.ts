import {RdeCommand} from '@rde/plugin-kit/command/rde-command'

import {configContext} from '../../services/config/open-config.js'
import {configPath, type ConfigPathAnswer} from '../../services/config/path.js'

export default class ConfigPath extends RdeCommand {
  static override summary = 'Print the path of config.json.'
  static override examples = ['<%= config.bin %> config path', 'jq .cluster "$(<%= config.bin %> config path)"']
  static override enableJsonFlag = true

  async run(): Promise<ConfigPathAnswer> {
    await this.parse(ConfigPath)
    const answer = configPath(configContext(this.config).data)
    this.log(answer.path)
    return answer
  }
}
