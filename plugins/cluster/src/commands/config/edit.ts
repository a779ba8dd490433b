import * as Flags from '@oclif/core/flags'
import {RdeCommand} from '@rde/plugin-kit/command/rde-command'
import {cleanEnvironment, SystemProcessRunner} from '@rde/process-runner'

import {chosenEditor, editConfig} from '../../services/config/edit.js'
import {configContext} from '../../services/config/open-config.js'
import {describeNeeds} from '../../views/describe-config.js'

export default class ConfigEdit extends RdeCommand {
  static override summary = 'Edit config.json in your editor and check the result.'
  static override description = 'Uses $VISUAL, else $EDITOR, else vi. Keeps an invalid text beside config.json.'
  static override examples = ['<%= config.bin %> config edit', "EDITOR='code --wait' <%= config.bin %> config edit"]
  static override flags = {
    from: Flags.string({description: 'Continue with the copy that an earlier edit kept.', helpValue: 'FILE'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(ConfigEdit)
    const editor = chosenEditor(process.env, process.stdin.isTTY)
    const runner = new SystemProcessRunner({environment: cleanEnvironment(process.env)})
    const edited = await editConfig(configContext(this.config), {editor, runner, from: flags.from})
    this.log(edited.changed ? `${edited.path} is changed.` : 'Nothing was changed.')
    if (edited.unused !== undefined) this.logToStderr(edited.unused)
    const needs = describeNeeds(edited)
    if (needs !== undefined) this.logToStderr(needs)
  }
}
