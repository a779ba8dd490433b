import {secretsOf} from '@rde/config/config-secrets'
import {readConfig} from '@rde/config/read-config'
import type {RdeConfig} from '@rde/config'
import {exitCodes, RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import type {ClusterInventory} from '@rde/toolchain'

/** The cluster that there is, with its config.json. Throws (exit 4) where there is none, or where it is stopped. */
export async function requireCluster(
  {data, secrets}: Session,
  asked: Promise<ClusterInventory>,
): Promise<{config: RdeConfig; inventory: ClusterInventory}> {
  const [config, inventory] = await Promise.all([readConfig(data), asked])
  if (config !== undefined) secrets.learn(secretsOf(config))
  const {servers} = inventory
  if (servers.length === 0 || config === undefined || config.kubeconfig === null) throw unusable('There is no cluster')
  const [server] = servers
  if (server!.state !== 'running') throw unusable(`The cluster does not run: ${server!.name} is ${server!.state}`)
  return {config, inventory}
}

function unusable(why: string): RdeError {
  return new RdeError(`${why}.`, {
    code: 'RDE_CLUSTER_NOT_RUNNING',
    exitCode: exitCodes.clusterAbsent,
    remedies: [{what: 'Start it', command: 'rde cluster start'}],
    outcome: 'Nothing was changed.',
  })
}
