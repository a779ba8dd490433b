import type {DataDirectory} from '@rde/config/data-directory'

import type {Backend} from './backend.js'

/** The workflows on the cluster. */
export function clusterBackend(_data: DataDirectory): Backend {
  throw new Error('not yet')
}
