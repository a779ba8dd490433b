import * as Args from '@oclif/core/args'
import {RdeCommand} from '@rde/plugin-kit/command/rde-command'

import type {ChangedSetting} from '../../services/config/change-setting.js'
import {configContext} from '../../services/config/open-config.js'
import {describeChange, describeNeeds} from '../../views/describe-config.js'
import {setConfig} from '../../services/config/set.js'

export default class ConfigSet extends RdeCommand {
  static override summary = 'Change one setting.'
  static override description = 'Creates config.json if it does not exist. Keeps the previous one as config.json.bak.'
  static override examples = [
    '<%= config.bin %> config set cluster.agents 3',
    '<%= config.bin %> config set stack.ingress kourier',
    `<%= config.bin %> config set "helm.values['relay-core']" '{"debug": true}'`,
  ]
  static override enableJsonFlag = true
  static completion = {key: 'setting'}
  static override mayBeBlank = ['value']
  static override args = {
    key: Args.string({
      description: "Setting as a dotted path; ['a.b'] for keys with dots.",
      required: true,
      ignoreStdin: true,
    }),
    value: Args.string({description: 'JSON if it parses, else a string.', required: true, ignoreStdin: true}),
  }

  async run(): Promise<ChangedSetting> {
    const {args} = await this.parse(ConfigSet)
    const changed = await setConfig(configContext(this.config), args.key, args.value)
    this.log('%s', describeChange(changed))
    const needs = describeNeeds(changed)
    if (needs !== undefined) this.logToStderr(needs)
    return changed
  }
}
