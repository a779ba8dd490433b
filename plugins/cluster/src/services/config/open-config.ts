import {
  absentConfig,
  clusterIdentity,
  type ClusterIdentity,
  ConfigStore,
  DataDirectory,
  type RdeConfig,
  readConfig,
  withLock,
} from '@rde/config'

/** Whose config.json it is. */
export interface ConfigPlace {
  readonly data: DataDirectory
  readonly identity: ClusterIdentity
}

export function configPlace(env: Readonly<Record<string, string | undefined>> = process.env): ConfigPlace {
  return {data: DataDirectory.fromEnvironment(env), identity: clusterIdentity(env)}
}

/** config.json as it is now, checked; without one it is exit code 4. */
export async function existingConfig(data: DataDirectory): Promise<RdeConfig> {
  const config = await readConfig(data)
  if (!config) throw absentConfig(data.config)
  return config
}

/** Lends the store of config.json under the cluster's lock; a busy cluster is exit code 5 at once. */
export function withStore<T>(
  {data, identity}: ConfigPlace,
  command: string,
  use: (store: ConfigStore) => Promise<T>,
): Promise<T> {
  return withLock(data, {command}, (lock) => use(new ConfigStore({data, identity, lock})))
}
