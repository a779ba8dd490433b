import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {isRdeError, renderError} from '@rde/errors'
import {importFlags, importOptions, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {servicesFor} from '../../services-for.js'
import type {Round} from '../../dev/develop.js'
import {developServices} from '../../services/dev.js'
import {renderRound} from '../../views/round.js'

export default class ServicesDev extends RdeCommand {
  static override summary = 'Build and run services again after each change of their source.'
  static override description =
    'Builds the services, imports their images, rolls them out and runs a workflow if one is named: now, and each time a source file is saved. One line per round shows the time of each step. A failed build leaves the cluster unchanged. Ctrl-C stops the command; the cluster keeps running.'
  static override examples = [
    '<%= config.bin %> services dev relay-operator --source ~/src/relay-core',
    '<%= config.bin %> services dev relay-operator --run hello.yaml -p name=you',
    '<%= config.bin %> services dev relay-operator --logs',
  ]
  static completion = {run: 'file'}
  static override args = {
    service: Args.string({description: 'Services to build.', required: true, multiple: true, ignoreStdin: true}),
  }
  static override flags = {
    ...importFlags('5m', 'each import'),
    source: Flags.string({
      description: 'Folder of the source; `services.source` of config.json, else the current folder, unless given.',
      helpValue: 'DIR',
    }),
    run: Flags.string({
      description: 'Workflow to run after each rollout: a file or a saved workflow.',
      helpValue: 'FILE',
    }),
    param: Flags.string({
      char: 'p',
      description: 'A parameter of the workflow.',
      helpValue: 'NAME=VALUE',
      multiple: true,
      multipleNonGreedy: true,
      dependsOn: ['run'],
    }),
    logs: Flags.boolean({description: "Also show the services' logs, on standard error.", default: false}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(ServicesDev)
    const session = openSession(flags)
    const progress = importOptions(this, flags)
    const options = {
      services: args.service,
      source: flags.source,
      currentFolder: process.cwd(),
      run: flags.run,
      parameters: flags.param ?? [],
      logs: flags.logs,
      onLog: (line: string) => this.logToStderr(line),
      servicesFor: servicesFor(this, session),
      ...progress,
    }
    let folder = ''
    const onRound = (round: Round) => {
      progress.rest()
      const error = round.failed?.error
      if (isRdeError(error)) this.logToStderr(renderError(error))
      this.log(renderRound(round))
      progress.note(`Waiting for changes in ${folder} (Ctrl-C ends).`)
    }
    const onWatch = (source: string) => void (folder = source)
    const onChange = ([first, ...others]: readonly string[]) =>
      progress.note(`${first}${others.length === 0 ? '' : ` and ${others.length} more`} changed.`)
    await interruptible({}, (signal) => developServices(session, {...options, signal, onRound, onWatch, onChange}))
  }
}
