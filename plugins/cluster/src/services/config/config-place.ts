import {clusterIdentity, type ClusterIdentity} from '@rde/config/cluster-identity'
import {DataDirectory} from '@rde/config/data-directory'

/** Whose config.json it is. */
export interface ConfigPlace {
  readonly data: DataDirectory
  readonly identity: ClusterIdentity
}

export function configPlace(env: Readonly<Record<string, string | undefined>> = process.env): ConfigPlace {
  return {data: DataDirectory.fromEnvironment(env), identity: clusterIdentity(env)}
}
