import {ConfigStore, runsInDocker, withLock, type RdeConfig} from '@rde/config'
import {requireConfig, type Session} from '@rde/plugin-kit'
import {clusterInventory, toolsOfCluster} from '@rde/toolchain'

import {requireTools} from '../../checks/require-tools.js'
import {startCluster, type StartOptions, type StartResult} from '../start.js'

export interface AppliedConfig {
  /** The result of the phases; undefined if no cluster runs and only the derived files were written. */
  readonly started: StartResult | undefined
}

type ApplyOptions = Omit<StartOptions, 'choose' | 'yes'>

/** Applies config.json: to a running cluster with all phases, otherwise only to the derived files. */
export async function applyConfig(session: Session, options: ApplyOptions): Promise<AppliedConfig> {
  const {data, identity} = session
  const config = await requireConfig(session, options.signal)
  await requireTools(session, toolsOfCluster(config), options.signal)
  const {servers} = await clusterInventory(session.tools({signal: options.signal}).docker, {identity, config})
  const unchanged = (found: RdeConfig) => found
  // For an attached cluster, the phases find out whether it runs.
  if (!runsInDocker(config) || servers.some(({state}) => state === 'running')) {
    return {started: await startCluster(session, {...options, choose: unchanged, yes: false})}
  }
  await withLock(data, {command: 'rde config apply'}, (lock) =>
    new ConfigStore({data, identity, lock}).update(unchanged),
  )
  return {started: undefined}
}
