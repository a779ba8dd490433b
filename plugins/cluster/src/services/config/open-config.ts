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

/** A config.json and its cluster. */
export interface ConfigContext {
  readonly data: DataDirectory
  readonly identity: ClusterIdentity
  /** The settings of the running containers; undefined if Docker does not answer. */
  runningShape(): Promise<RunningShape | undefined>
  /** The sections of the installed extensions, without broken ones. */
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

/** Reads and checks config.json. Exit code 4 if there is none. */
export async function existingConfig(data: DataDirectory): Promise<RdeConfig> {
  const config = await readConfig(data)
  if (!config) throw absentConfig(data.config)
  return config
}

/**
 * Calls `use` with the store of config.json while holding the cluster's lock. Exit code 5 at once if the cluster is
 * locked.
 */
export function withStore<T>(
  {data, identity}: ConfigContext,
  command: string,
  use: (store: ConfigStore) => Promise<T>,
): Promise<T> {
  return withLock(data, {command}, (lock) => use(new ConfigStore({data, identity, lock})))
}
