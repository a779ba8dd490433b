import {
  absentConfig,
  type ClusterIdentity,
  type DataDirectory,
  ConfigStore,
  type RdeConfig,
  readConfig,
  withLock,
} from '@rde/config'
import {openSession} from '@rde/plugin-kit'
import {takeInventory} from '@rde/toolchain'

import {runningShape, type RunningShape} from '../../containers/running-shape.js'

/** Whose config.json it is. */
export interface ConfigContext {
  readonly data: DataDirectory
  readonly identity: ClusterIdentity
  /** The settings of the running containers; undefined if Docker does not answer. */
  runningShape(): Promise<RunningShape | undefined>
}

export function configContext(): ConfigContext {
  const {data, identity, tools} = openSession()
  const ask = async () => runningShape(await takeInventory(tools().docker, identity))
  // The change is already saved: a missing Docker only makes the hint less exact.
  return {data, identity, runningShape: () => ask().catch(() => undefined)}
}

/** config.json as it is now, checked; without one it is exit code 4. */
export async function existingConfig(data: DataDirectory): Promise<RdeConfig> {
  const config = await readConfig(data)
  if (!config) throw absentConfig(data.config)
  return config
}

/** Lends the store of config.json under the cluster's lock; a busy cluster is exit code 5 at once. */
export function withStore<T>(
  {data, identity}: ConfigContext,
  command: string,
  use: (store: ConfigStore) => Promise<T>,
): Promise<T> {
  return withLock(data, {command}, (lock) => use(new ConfigStore({data, identity, lock})))
}
