import * as Flags from '@oclif/core/flags'

import {asTyped} from '@rde/errors'
import {clusterArg, commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {stopCluster, type StopResult} from '../../services/stop.js'

export default class ClusterStop extends RdeCommand {
  static override summary = 'Stop the cluster and keep its data.'
  static override description =
    'Sends each node its termination signal and waits up to 45 seconds: agents first, then the server, then the registry. Lists nodes that had to be killed.'
  static override examples = ['<%= config.bin %> cluster stop']
  static override aliases = ['stop']
  static override enableJsonFlag = true
  static override args = clusterArg
  static override flags = {
    ...commonFlags,
    yes: Flags.boolean({char: 'y', description: 'Stop a cluster that was created from elsewhere without asking.'}),
  }

  async run(): Promise<StopResult> {
    const {flags} = await this.parse(ClusterStop)
    const report = (line: string) => void (flags.quiet || this.logToStderr(line))
    const result = await interruptible({resumeCommand: 'rde cluster stop'}, (signal) =>
      stopCluster(openSession(flags), {signal, report, yes: flags.yes}),
    )
    this.log(summary(result))
    if (result.killed.length > 0) this.logToStderr(`Killed after 45 s: ${result.killed.join(', ')}.`)
    return result
  }
}

function summary({existed, stopped, cluster}: StopResult): string {
  if (!existed) return `There is no cluster called ${cluster}.`
  if (stopped.length === 0) return 'The cluster is already stopped.'
  return `The cluster is stopped. Start it: ${asTyped('rde cluster start')}`
}
