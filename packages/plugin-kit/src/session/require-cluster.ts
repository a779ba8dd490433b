import {absentConfig, openConfig, runsInDocker, type RdeConfig} from '@rde/config'
import {asRunning, clusterInventory, clusterNotRunning, takeInventory, type ClusterInventory} from '@rde/toolchain'

import type {Session} from './session.js'

/**
 * config.json, read without the lock. Throws if there is none: exit 3 on a machine without Docker, where no cluster can
 * be started either, else exit 4.
 */
export async function requireConfig(session: Session, signal: AbortSignal): Promise<RdeConfig> {
  const config = await openConfig(session)
  if (config !== undefined) return config
  await takeInventory(session.tools({signal}).docker, session.identity)
  throw absentConfig(session.data.config)
}

/** The running cluster and its actual configuration. Throws (exit 4) if there is no cluster, or if it is stopped. */
export async function requireCluster(
  session: Session,
  signal: AbortSignal,
): Promise<{config: RdeConfig; inventory: ClusterInventory}> {
  const {docker} = session.tools({signal})
  const asked = openConfig(session)
  const [config, inventory] = await Promise.all([
    asked,
    asked.then((known) => clusterInventory(docker, {...session, config: known})),
  ])
  // A cluster that is not ours shows whether it runs when its API server is asked.
  if (config !== undefined && !runsInDocker(config)) return {config, inventory}
  const [server] = inventory.servers
  if (server === undefined || config === undefined || config.kubeconfig === null)
    throw clusterNotRunning('There is no cluster')
  if (server.state !== 'running')
    throw clusterNotRunning(`The cluster is not running: ${server.name} is ${server.state}`)
  return {config: asRunning(config, inventory), inventory}
}
