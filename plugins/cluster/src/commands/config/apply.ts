import * as Flags from '@oclif/core/flags'
import {asTyped} from '@rde/errors'
import {commonFlags, openSession, parseDuration, RdeCommand} from '@rde/plugin-kit'

import {phaseCommand} from '../../services/phase-command.js'
import {applyConfig, type AppliedConfig} from '../../services/config/apply.js'
import {renderNotes, renderStart} from '../../views/render-start.js'

export default class ConfigApply extends RdeCommand {
  static override summary = 'Apply config.json to the running cluster.'
  static override description =
    'Runs the same phases as `rde cluster start`. Without a running cluster, writes only the derived files.'
  static override examples = ['<%= config.bin %> config apply']
  static override enableJsonFlag = true
  static override flags = {
    ...commonFlags,
    timeout: Flags.string({description: 'Maximum time to wait.', default: '10m'}),
  }

  async run(): Promise<AppliedConfig> {
    const {flags} = await this.parse(ConfigApply)
    const session = openSession(flags)
    const progress = {...flags, json: this.jsonEnabled()}
    const timeoutMs = parseDuration(flags.timeout)
    const {end, reasonOf, ...phases} = phaseCommand(this.config, session, {
      progress,
      timeoutMs,
      resumeCommand: 'rde config apply',
    })
    try {
      const applied = await applyConfig(session, phases)
      const waits = `No cluster is running; config.json takes effect at the next start: ${asTyped('rde cluster start')}`
      this.log(applied.started === undefined ? waits : renderStart(applied.started))
      if (applied.started && !flags.quiet) for (const note of renderNotes(applied.started)) this.logToStderr(note)
      return applied
    } catch (error) {
      throw reasonOf(error)
    } finally {
      end()
    }
  }
}
