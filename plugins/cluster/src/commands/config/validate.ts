import {RdeCommand} from '@rde/plugin-kit/rde-command'

import {configContext} from '../../services/config/open-config.js'
import type {ValidConfig} from '../../services/config/validate.js'

export default class ConfigValidate extends RdeCommand {
  static override summary = 'Check config.json and list all its problems.'
  static override examples = ['<%= config.bin %> config validate']
  static override enableJsonFlag = true

  async run(): Promise<ValidConfig> {
    await this.parse(ConfigValidate)
    const {validateConfig} = await import('../../services/config/validate.js')
    const answer = await validateConfig(configContext().data)
    this.log(`${answer.path} is valid.`)
    return answer
  }
}
