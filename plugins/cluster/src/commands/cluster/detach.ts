import {commonFlags, interruptible, openSession, RdeCommand, requiredClusterArg} from '@rde/plugin-kit'

import {detachCluster, type DetachResult} from '../../services/detach.js'

export default class ClusterDetach extends RdeCommand {
  static override summary = 'Forget an attached cluster and change nothing in it.'
  static override description =
    'Removes its folder here. To remove what rde installed in the cluster as well: rde cluster delete.'
  static override examples = ['<%= config.bin %> cluster detach team']
  static override enableJsonFlag = true
  static override args = requiredClusterArg
  static override flags = commonFlags

  async run(): Promise<DetachResult> {
    const {flags} = await this.parse(ClusterDetach)
    const result = await interruptible({}, (signal) => detachCluster(openSession(flags), signal))
    this.log(`${result.cluster} is detached.`)
    if (result.left === undefined) this.logToStderr('Could not read from the cluster what rde installed there.')
    else if (result.left.length > 0) this.logToStderr(`Still installed in the cluster: ${result.left.join(', ')}.`)
    for (const note of result.notes) this.logToStderr(note)
    return result
  }
}
