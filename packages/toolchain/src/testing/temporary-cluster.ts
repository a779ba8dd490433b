import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {clusterIdentity, DataDirectory, type ClusterIdentity} from '@rde/config'

export interface TemporaryCluster {
  readonly identity: ClusterIdentity
  readonly data: DataDirectory
  remove(): void
}

/** For tests: the recorded cluster, with temporary folders. */
export function temporaryCluster(): TemporaryCluster {
  const root = mkdtempSync(join(tmpdir(), 'rde-toolchain-'))
  const env = {HOME: root, RDE_CLUSTER: 'rde-test-acc'}
  return {
    identity: clusterIdentity('rde-test-acc'),
    data: DataDirectory.fromEnvironment(env),
    remove: () => rmSync(root, {recursive: true, force: true}),
  }
}
