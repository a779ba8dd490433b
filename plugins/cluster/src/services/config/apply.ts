import {ConfigStore, runsInDocker, withLock, type RdeConfig} from '@rde/config'
import {requireConfig, type Session} from '@rde/plugin-kit'
import {clusterInventory, toolsOfCluster} from '@rde/toolchain'

import {requireTools} from '../../checks/require-tools.js'
import {startCluster, type StartOptions, type StartResult} from '../start.js'

export interface AppliedConfig {
  /** What the phases did; undefined where no cluster runs, and only the derived files were brought in line. */
  readonly started: StartResult | undefined
}

type ApplyOptions = Omit<StartOptions, 'choose' | 'yes'>

/** Makes config.json take effect: on a running cluster by all its phases, otherwise in the derived files alone. */
export async function applyConfig(session: Session, options: ApplyOptions): Promise<AppliedConfig> {
  const {data, identity} = session
  const config = await requireConfig(session, options.signal)
  await requireTools(session, toolsOfCluster(config), options.signal)
  const {servers} = await clusterInventory(session.tools({signal: options.signal}).docker, {identity, config})
  const unchanged = (found: RdeConfig) => found
  // Whether one runs that is not ours, its API server says to the phases.
  if (!runsInDocker(config) || servers.some(({state}) => state === 'running')) {
    return {started: await startCluster(session, {...options, choose: unchanged, yes: false})}
  }
  await withLock(data, {command: 'rde config apply'}, (lock) =>
    new ConfigStore({data, identity, lock}).update(unchanged),
  )
  return {started: undefined}
}
