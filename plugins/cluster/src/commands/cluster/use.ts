import {commonFlags, interruptible, openSession, RdeCommand, requiredClusterArg} from '@rde/plugin-kit'

import {useCluster} from '../../services/use.js'

export default class ClusterUse extends RdeCommand {
  static override summary = 'Choose the cluster that commands work on.'
  static override description =
    'The choice is kept in the configuration folder; --cluster and RDE_CLUSTER take precedence. Without it, commands work on the cluster rde.'
  static override examples = ['<%= config.bin %> cluster use team', '<%= config.bin %> cluster use rde']
  static override enableJsonFlag = true
  static override args = requiredClusterArg
  static override flags = commonFlags

  async run(): Promise<{cluster: string}> {
    const named = process.env['RDE_CLUSTER']
    const {args, flags} = await this.parse(ClusterUse)
    const answer = await interruptible({}, (signal) => useCluster(openSession(flags), args.cluster, signal))
    this.log(`Commands now work on the cluster ${answer.cluster}.`)
    if (named && named !== answer.cluster)
      this.logToStderr(`RDE_CLUSTER is ${named} in this shell and takes precedence: unset RDE_CLUSTER`)
    return answer
  }
}
