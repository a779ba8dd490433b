import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {listClusters, type ListedCluster} from '../../services/list.js'
import {renderClusters} from '../../views/render-clusters.js'

export default class ClusterList extends RdeCommand {
  static override summary = 'List your clusters.'
  static override description =
    '* marks the cluster that commands work on: the one of --cluster or RDE_CLUSTER, else the one of `rde cluster use`, else rde.'
  static override examples = ['<%= config.bin %> cluster list', '<%= config.bin %> cluster list --json']
  static override enableJsonFlag = true
  static override flags = commonFlags

  async run(): Promise<{clusters: ListedCluster[]}> {
    const {flags} = await this.parse(ClusterList)
    const clusters = await interruptible({}, (signal) => listClusters(openSession(flags), signal))
    this.log(renderClusters(clusters))
    return {clusters}
  }
}
