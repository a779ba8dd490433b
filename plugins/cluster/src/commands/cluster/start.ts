import * as Flags from '@oclif/core/flags'
import {clusterArg, commonFlags, openSession, parseDuration, RdeCommand} from '@rde/plugin-kit'

import {requireSettings} from '../../providers/settings.js'
import {offerTools} from '../../services/offer-tools.js'
import {phaseCommand} from '../../services/phase-command.js'
import {
  chosenOnCommandLine,
  clusterSettingsOf,
  renderNotes,
  renderPreview,
  renderStart,
} from '../../views/render-start.js'
import {previewStart, type PhasePreview} from '../../services/preview-start.js'
import {presentConfig, startCluster, type StartResult} from '../../services/start.js'

const repeatable = {multiple: true, multipleNonGreedy: true, helpValue: 'PHASE'} as const

export default class ClusterStart extends RdeCommand {
  static override summary = 'Create, start or repair the cluster, or do nothing if it is healthy.'
  static override description = 'Safe to run again; after a failure, it continues where it stopped.'
  static override examples = ['cluster start', 'cluster start --agents 1', 'cluster start --dry-run'].map(
    (line) => `<%= config.bin %> ${line}`,
  )
  static override aliases = ['start']
  static override enableJsonFlag = true
  static override args = clusterArg
  static override flags = {
    ...commonFlags,
    profile: Flags.option({options: ['full', 'core', 'bare'] as const})({
      description: 'Profile to install; saved in config.json.',
    }),
    stack: Flags.string({description: 'Stack file, or a folder that contains the whole stack.', helpValue: 'DIR|FILE'}),
    agents: Flags.integer({min: 0, max: 8, description: 'Worker nodes in addition to the one server node.'}),
    timeout: Flags.string({description: 'Maximum time to wait.', default: '10m'}),
    only: Flags.string({...repeatable, description: 'Run only this phase (repeatable).'}),
    skip: Flags.string({...repeatable, description: 'Skip this phase (repeatable).'}),
    yes: Flags.boolean({
      char: 'y',
      description:
        'Answer every question with yes: download missing tools, use a cluster that was created from elsewhere.',
    }),
    'dry-run': Flags.boolean({description: 'Print the phases and command lines without running them.'}),
  }

  async run(): Promise<StartResult | PhasePreview[]> {
    const {flags} = await this.parse(ClusterStart)
    const session = openSession(flags)
    const progress = {...flags, json: this.jsonEnabled()}
    const timeoutMs = parseDuration(flags.timeout)
    const options = {progress, selection: flags, timeoutMs, resumeCommand: 'rde cluster start'}
    const {end, reasonOf, ...phases} = phaseCommand(this.config, session, options)
    const start = {...phases, choose: chosenOnCommandLine(flags), yes: flags.yes}
    try {
      const present = await presentConfig(session)
      requireSettings(clusterSettingsOf(flags), {config: present, name: session.identity.name})
      if (flags['dry-run']) {
        const preview = await previewStart(session, start)
        this.log(renderPreview(preview))
        return preview
      }
      const config = start.choose(present)
      await offerTools(session, {config, yes: flags.yes, signal: start.signal, progress})
      const result = await startCluster(session, start)
      this.log(renderStart(result))
      if (!flags.quiet) for (const note of renderNotes(result)) this.logToStderr(note)
      return result
    } catch (error) {
      throw reasonOf(error)
    } finally {
      end()
    }
  }
}
