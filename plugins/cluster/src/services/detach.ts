import {rm} from 'node:fs/promises'

import {acquireLock, readConfig} from '@rde/config'
import {exitCodes, RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'

import {installedRecords} from '../install/installed-record.js'

export interface DetachResult {
  readonly cluster: string
  /** Titles of what rde installed and leaves; undefined where the cluster does not say. */
  readonly left: readonly string[] | undefined
}

/** Forgets a cluster that was attached. Nothing in it is changed. */
export async function detachCluster(session: Session, signal: AbortSignal): Promise<DetachResult> {
  const {data, identity} = session
  const lock = await acquireLock(data, {command: `rde cluster detach ${identity.name}`, signal})
  try {
    if ((await readConfig(data))?.cluster.attached === undefined) throw notAttached(identity.name)
    const records = await installedRecords(session.tools({signal}).kubectl).catch(() => undefined)
    await rm(data.cluster, {recursive: true, maxRetries: 3})
    return {cluster: identity.name, left: records && [...records.values()].map(({title}) => title)}
  } finally {
    lock.release()
  }
}

function notAttached(name: string): RdeError {
  return new RdeError(`There is no attached cluster called ${name}.`, {
    code: 'RDE_CLUSTER_UNKNOWN',
    exitCode: exitCodes.clusterAbsent,
    remedies: [{what: 'See your clusters', command: 'rde cluster list'}],
    outcome: 'Nothing was changed.',
  })
}
