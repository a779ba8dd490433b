import {readConfig, runsInDocker, type ClusterIdentity, type DataDirectory} from '@rde/config'
import {exitCodes, RdeError, type Remedy} from '@rde/errors'

import {clusterInventory} from './cluster-inventory.js'
import type {Docker} from '../docker/docker.js'

interface SilentClusterContext {
  readonly data: DataDirectory
  readonly identity: ClusterIdentity
  readonly docker: Docker
}

/** The error if the API server does not answer. Docker shows whether the cluster is missing, stopped or broken. */
export async function explainSilentCluster(
  {data, identity, docker}: SilentClusterContext,
  more: readonly Remedy[] = [],
): Promise<RdeError> {
  const config = await readConfig(data).catch(() => undefined)
  if (!runsInDocker(config)) return silentContext(config?.cluster.attached?.context, identity)
  const {servers} = await clusterInventory(docker, {identity, config})
  const [server] = servers
  if (server === undefined) return clusterNotRunning('There is no cluster', more)
  if (server.state !== 'running')
    return clusterNotRunning(`The cluster is not running: ${server.name} is ${server.state}`, more)
  return new RdeError('The cluster runs, but its API server does not answer.', {
    code: 'RDE_API_SILENT',
    exitCode: exitCodes.toolUnavailable,
    remedies: [
      {what: 'See its state', command: 'rde cluster status'},
      {what: 'Repair it', command: 'rde cluster start'},
    ],
  })
}

/** `more`: remedies that need no cluster. */
export function clusterNotRunning(why: string, more: readonly Remedy[] = []): RdeError {
  return new RdeError(`${why}.`, {
    code: 'RDE_CLUSTER_NOT_RUNNING',
    exitCode: exitCodes.clusterAbsent,
    remedies: [{what: 'Start it', command: 'rde cluster start'}, ...more],
    outcome: 'Nothing was changed.',
  })
}

/** The error for an attached cluster, which rde cannot start. */
function silentContext(context: string | undefined, {name}: ClusterIdentity): RdeError {
  return new RdeError(`The API server of the context ${context} does not answer.`, {
    code: 'RDE_API_SILENT',
    exitCode: exitCodes.toolUnavailable,
    remedies: [
      {what: 'See what it answers', command: 'rde kubectl version'},
      {what: 'See the state of the cluster', command: 'rde cluster status'},
      {what: 'Or detach it, if it no longer exists', command: `rde cluster detach ${name}`},
    ],
  })
}
