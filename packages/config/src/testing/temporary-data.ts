import {mkdirSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

import {DataDirectory} from '../cluster/data-directory.js'

export interface TemporaryData {
  readonly data: DataDirectory
  /** The variables with which a child process uses the same folders. */
  readonly environment: Record<string, string>
  remove(): void
}

/** For tests: temporary folders for rde. Creates that of the cluster. */
export function temporaryData(): TemporaryData {
  const root = mkdtempSync(join(tmpdir(), 'rde-config-'))
  const environment = {HOME: root, RDE_CLUSTER: 'rde-test-config'}
  const data = DataDirectory.fromEnvironment(environment)
  mkdirSync(data.cluster, {recursive: true})
  mkdirSync(dirname(data.defaults), {recursive: true})
  return {data, environment, remove: () => rmSync(root, {recursive: true, force: true})}
}
