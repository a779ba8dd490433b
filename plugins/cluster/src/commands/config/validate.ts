import {RdeCommand} from '@rde/plugin-kit/command/rde-command'

import {configContext} from '../../services/config/open-config.js'
import {validateConfig, type ValidConfig} from '../../services/config/validate.js'

export default class ConfigValidate extends RdeCommand {
  static override summary = 'Check config.json and list all its problems.'
  static override examples = ['<%= config.bin %> config validate']
  static override enableJsonFlag = true

  async run(): Promise<ValidConfig> {
    await this.parse(ConfigValidate)
    const answer = await validateConfig(configContext(this.config))
    this.log(`${answer.path} is valid.`)
    return answer
  }
}
