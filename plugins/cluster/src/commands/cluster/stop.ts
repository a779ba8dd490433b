import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import type {StopResult} from '../../services/stop.js'

export default class ClusterStop extends RdeCommand {
  static override summary = 'Stop the cluster; nothing in it is lost.'
  static override description =
    'Each node gets its termination signal and 45 seconds: the agents, then the server, the registry last. A node that had to be killed is named.'
  static override examples = ['<%= config.bin %> cluster stop']
  static override aliases = ['stop']
  static override enableJsonFlag = true
  static override flags = commonFlags

  async run(): Promise<StopResult> {
    const {flags} = await this.parse(ClusterStop)
    const {stopCluster} = await import('../../services/stop.js')
    const report = (line: string) => flags.quiet || this.logToStderr(line)
    const result = await interruptible({goOn: 'rde cluster stop'}, (signal) =>
      stopCluster(openSession(flags), signal, report),
    )
    this.log(summary(result))
    if (result.killed.length > 0) this.logToStderr(`Had to be killed after 45 s: ${result.killed.join(', ')}.`)
    return result
  }
}

function summary({existed, stopped, cluster}: StopResult): string {
  if (!existed) return `There is no cluster called ${cluster}.`
  if (stopped.length === 0) return 'The cluster was stopped already.'
  return `The cluster is stopped; go on with: rde cluster start`
}
