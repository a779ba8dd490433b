import {runsInDocker} from '@rde/config'
import {exitCodes} from '@rde/errors'
import type {DoctorContext} from '@rde/plugin-kit'
import {failure, ok, warning, type Check} from '@rde/toolchain'

import {clusterStatus} from '../services/status.js'

/** The result of `rde cluster status` as a check of `rde doctor`. */
export const clusterHealth: Check<DoctorContext> = {
  id: 'cluster',
  category: 'cluster',
  title: 'Cluster',
  problem: {code: 'RDE_CLUSTER_DEGRADED', exitCode: exitCodes.failed},
  applies: async ({engine, config}) => !runsInDocker(config) || (await engine.state()).kind === 'answers',

  async run({session, signal}) {
    const {cluster, verdict, problems, repairs, repair = 'rde cluster start'} = await clusterStatus(session, signal)
    const what = verdict === 'unknown' ? 'Try' : 'Repair it'
    const remedies = [
      ...[...new Set([...repairs, repair])].map((command) => ({what, command})),
      {what: 'See the state of each part', command: 'rde cluster status'},
    ]
    if (verdict === 'degraded')
      return failure(
        [`The cluster ${cluster} is degraded:`, ...problems.map((line) => `  ${line}`)].join('\n'),
        ...remedies,
      )
    if (verdict === 'unknown')
      return warning(`The state of the cluster ${cluster} is unknown: ${problems[0]}`, ...remedies)
    return ok(verdict === 'absent' ? `there is no cluster ${cluster}` : `${cluster} is ${verdict}`)
  },
}
