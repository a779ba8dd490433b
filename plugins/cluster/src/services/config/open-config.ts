import {
  absentConfig,
  type ClusterIdentity,
  type DataDirectory,
  ConfigStore,
  type RdeConfig,
  readConfig,
  withLock,
} from '@rde/config'
import {extensionsFor, leaveOutBroken, openSession, type PluginHost} from '@rde/plugin-kit'
import {takeInventory} from '@rde/toolchain'

import {runningShape, type RunningShape} from '../../containers/running-shape.js'
import {ExtensionSections} from '../../extensions.js'

/** Whose config.json it is. */
export interface ConfigContext {
  readonly data: DataDirectory
  readonly identity: ClusterIdentity
  /** The settings of the running containers; undefined if Docker does not answer. */
  runningShape(): Promise<RunningShape | undefined>
  /** The sections of the extensions that are installed; what is broken is left out. */
  sections(config: RdeConfig): Promise<ExtensionSections>
}

export function configContext(oclif: PluginHost): ConfigContext {
  const session = openSession()
  const {data, identity, tools} = session
  const ask = async () => runningShape(await takeInventory(tools().docker, identity))
  // The change is already saved: a missing Docker only makes the hint less exact.
  const collect = extensionsFor(oclif, session, leaveOutBroken)
  const sections = async (config: RdeConfig) => new ExtensionSections(await collect(config))
  return {data, identity, sections, runningShape: () => ask().catch(() => undefined)}
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
