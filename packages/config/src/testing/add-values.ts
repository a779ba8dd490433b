import {ConfigStore} from '../store/config-store.js'
import {DataDirectory} from '../cluster/data-directory.js'
import {acquireLock} from '../lock/lock.js'
import {clusterIdentity} from '../cluster/cluster-identity.js'

// A program for tests: takes the lock repeatedly and adds a new release to config.json each time.
const [name = '', times = '1'] = process.argv.slice(2)
const data = DataDirectory.fromEnvironment()
for (let index = 0; index < Number(times); index++) {
  const lock = await acquireLock(data, {command: `add ${name}`, waitMs: 15_000})
  const store = new ConfigStore({data, identity: clusterIdentity(data.clusterName), lock})
  await store.readOrCreate()
  await store.update((config) => ({
    ...config,
    helm: {values: {...config.helm.values, [`${name}-${index}`]: {}}},
  }))
  lock.release()
}
