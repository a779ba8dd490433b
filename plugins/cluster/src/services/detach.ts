import {acquireLock, readConfig} from '@rde/config'
import {exitCodes, RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'

import {forgetCluster} from '../attach/forget-cluster.js'
import {installedRecords} from '../install/installed-record.js'

export interface DetachResult {
  readonly cluster: string
  /** Titles of the components that stay installed; undefined if the cluster cannot be read. */
  readonly left: readonly string[] | undefined
  /** Notes for the user, one line each. */
  readonly notes: readonly string[]
}

/** Forgets an attached cluster. Changes nothing in it. */
export async function detachCluster(session: Session, signal: AbortSignal): Promise<DetachResult> {
  const {data, identity} = session
  const lock = await acquireLock(data, {command: `rde cluster detach ${identity.name}`, signal})
  try {
    if ((await readConfig(data))?.cluster.attached === undefined) throw notAttached(identity.name)
    const records = await installedRecords(session.tools({signal}).kubectl).catch(() => undefined)
    const note = await forgetCluster(data)
    const left = records && [...records.values()].map(({title}) => title)
    return {cluster: identity.name, left, notes: note === undefined ? [] : [note]}
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
