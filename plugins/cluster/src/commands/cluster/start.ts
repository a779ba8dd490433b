import * as Flags from '@oclif/core/flags'
import {commonFlags, openSession, parseDuration, RdeCommand} from '@rde/plugin-kit'

import {startFrame} from '../../services/phase-command.js'
import type {PhasePreview} from '../../services/preview-start.js'
import {offerTools} from '../../services/offer-tools.js'
import type {StartResult} from '../../services/start.js'

const repeatable = {multiple: true, multipleNonGreedy: true, helpValue: 'PHASE'} as const

export default class ClusterStart extends RdeCommand {
  static override summary = 'Create, start or repair the cluster: whatever it takes until it is healthy.'
  static override description =
    'Running it twice does no harm; after a failure, run it again and it goes on where it stopped.'
  static override examples = ['cluster start', 'cluster start --agents 1', 'cluster start --dry-run'].map(
    (line) => `<%= config.bin %> ${line}`,
  )
  static override aliases = ['start']
  static override enableJsonFlag = true
  static override flags = {
    ...commonFlags,
    profile: Flags.option({options: ['full', 'core', 'bare'] as const})({description: 'How much to install.'}),
    stack: Flags.string({description: 'A stack file, or a folder that holds everything.', helpValue: 'DIR|FILE'}),
    agents: Flags.integer({min: 0, max: 8, description: 'Worker nodes beside the one server node.'}),
    timeout: Flags.string({description: 'How long it may take.', default: '10m'}),
    only: Flags.string({...repeatable, description: 'Run only this phase.'}),
    skip: Flags.string({...repeatable, description: 'Leave this phase out.'}),
    yes: Flags.boolean({char: 'y', description: 'Download missing tools without asking.'}),
    'dry-run': Flags.boolean({description: 'Print phases and command lines; touch nothing.'}),
  }

  async run(): Promise<StartResult | PhasePreview[]> {
    const {flags} = await this.parse(ClusterStart)
    const {chosenOnCommandLine, renderNotes, renderPreview, renderStart} = await import('../../views/render-start.js')
    const session = openSession(flags)
    const progress = {...flags, json: this.jsonEnabled()}
    const timeoutMs = parseDuration(flags.timeout)
    const wishes = {progress, selection: flags, timeoutMs, goOn: 'rde cluster start'}
    const {release, ...frame} = startFrame(this.config, session, wishes)
    const how = {...frame, choose: chosenOnCommandLine(flags)}
    try {
      if (flags['dry-run']) {
        const {previewStart} = await import('../../services/preview-start.js')
        const preview = await previewStart(session, how)
        this.log(renderPreview(preview))
        return preview
      }
      const {presentConfig, startCluster} = await import('../../services/start.js')
      const config = how.choose(await presentConfig(session))
      await offerTools(session, {config, yes: flags.yes, signal: how.signal, progress})
      const result = await startCluster(session, how)
      this.log(renderStart(result))
      if (!flags.quiet) for (const note of renderNotes(result)) this.logToStderr(note)
      return result
    } finally {
      release()
    }
  }
}
