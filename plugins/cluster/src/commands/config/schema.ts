import {RdeCommand} from '@rde/plugin-kit/command/rde-command'

import {configContext} from '../../services/config/open-config.js'
import {configSchema} from '../../services/config/schema.js'

export default class ConfigSchema extends RdeCommand {
  static override summary = 'Print the JSON Schema of config.json.'
  static override examples = ['<%= config.bin %> config schema > config.schema.json']
  static override enableJsonFlag = true

  async run(): Promise<object> {
    await this.parse(ConfigSchema)
    const schema = await configSchema(configContext(this.config))
    this.log('%s', JSON.stringify(schema, undefined, 2))
    return schema
  }
}
