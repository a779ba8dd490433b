import * as Flags from '@oclif/core/flags'
import {commonFlags, openSession, parseDuration, RdeCommand} from '@rde/plugin-kit'

import type {AppliedConfig} from '../../services/config/apply.js'
import {startFrame} from '../../services/phase-command.js'

export default class ConfigApply extends RdeCommand {
  static override summary = 'Make config.json take effect on the running cluster.'
  static override description =
    'Runs the same phases as `rde cluster start`. Where no cluster runs, only the derived files are written.'
  static override examples = ['<%= config.bin %> config apply']
  static override enableJsonFlag = true
  static override flags = {
    ...commonFlags,
    timeout: Flags.string({description: 'How long it may take.', default: '10m'}),
  }

  async run(): Promise<AppliedConfig> {
    const {flags} = await this.parse(ConfigApply)
    const {applyConfig} = await import('../../services/config/apply.js')
    const session = openSession(flags)
    const progress = {...flags, json: this.jsonEnabled()}
    const timeoutMs = parseDuration(flags.timeout)
    const {release, ...frame} = startFrame(this.config, session, {progress, timeoutMs, goOn: 'rde config apply'})
    try {
      const applied = await applyConfig(session, frame)
      const {renderNotes, renderStart} = await import('../../views/render-start.js')
      const waits = 'No cluster runs; config.json takes effect at the next: rde cluster start'
      this.log(applied.started === undefined ? waits : renderStart(applied.started))
      if (applied.started && !flags.quiet) for (const note of renderNotes(applied.started)) this.logToStderr(note)
      return applied
    } finally {
      release()
    }
  }
}
