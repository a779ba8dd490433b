import {ConfigStore, withLock, type RdeConfig} from '@rde/config'
import {requireConfig, type Session} from '@rde/plugin-kit'
import {takeInventory, toolsOfProfile} from '@rde/toolchain'

import {requireTools} from '../../require-tools.js'
import {startCluster, type StartOptions, type StartResult} from '../start.js'

export interface AppliedConfig {
  /** What the phases did; undefined where no cluster runs, and only the derived files were brought in line. */
  readonly started: StartResult | undefined
}

type ApplyOptions = Omit<StartOptions, 'choose' | 'yes'>

/** Makes config.json take effect: on a running cluster by all its phases, otherwise in the derived files alone. */
export async function applyConfig(session: Session, options: ApplyOptions): Promise<AppliedConfig> {
  const {data, identity} = session
  const {stack} = await requireConfig(session, options.signal)
  await requireTools(session, toolsOfProfile(stack.profile), options.signal)
  const {servers} = await takeInventory(session.tools({signal: options.signal}).docker, identity)
  const unchanged = (config: RdeConfig) => config
  if (servers.some(({state}) => state === 'running')) {
    return {started: await startCluster(session, {...options, choose: unchanged, yes: false})}
  }
  await withLock(data, {command: 'rde config apply'}, (lock) =>
    new ConfigStore({data, identity, lock}).update(unchanged),
  )
  return {started: undefined}
}
