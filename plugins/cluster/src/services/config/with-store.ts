import {ConfigStore, withLock} from '@rde/config'

import type {ConfigPlace} from './config-place.js'

/** Lends the store of config.json under the cluster's lock; a busy cluster is exit code 5 at once. */
export function withStore<T>(
  {data, identity}: ConfigPlace,
  command: string,
  use: (store: ConfigStore) => Promise<T>,
): Promise<T> {
  return withLock(data, {command}, (lock) => use(new ConfigStore({data, identity, lock})))
}
