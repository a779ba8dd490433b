import {rm} from 'node:fs/promises'

import {acquireLock, type ClusterIdentity} from '@rde/config'
import type {Session} from '@rde/plugin-kit'
import {takeInventory, type K3d} from '@rde/toolchain'

import {countObjects, findObjects, removeObjects, type ClusterObjects} from '../docker-leftovers.js'
import {learnSecrets} from '../learn-secrets.js'

export interface DeleteOptions {
  readonly keepCache: boolean
  readonly signal: AbortSignal
  readonly report: (line: string) => void
}

export interface DeleteResult {
  readonly cluster: string
  readonly removed: ClusterObjects
  /** The folder with config.json, if it was there. */
  readonly folder: string | undefined
  readonly kept: readonly string[]
}

/**
 * Removes all that belongs to the cluster: by k3d, then by exact name what k3d leaves, then its folder. Reads no config.json,
 * so it works whatever state that is in. CONFIG, user plugins, the user's kubeconfig and local images stay.
 */
export async function deleteCluster(
  session: Session,
  {keepCache, signal, report}: DeleteOptions,
): Promise<DeleteResult> {
  const {data, identity} = session
  const lock = await acquireLock(data, {command: 'rde cluster delete'})
  try {
    await learnSecrets(session)
    const {docker, k3d} = session.tools({signal, children: lock.children})
    const removed = await findObjects(docker, identity, {keepCache})
    const {servers, agents} = await takeInventory(docker, identity)
    if (servers.length + agents.length > 0) await deleteByK3d(k3d, identity, report)
    if (countObjects(removed) > 0) report('removing what is left in Docker')
    await removeObjects(docker, identity, removed)
    const folder = await removeFolder(data.cluster)
    const kept = keepCache ? await docker.volumes([identity.registryVolume]) : []
    return {cluster: identity.name, removed, folder, kept}
  } finally {
    await lock.release()
  }
}

/** A k3d that fails is no reason to stop: what it leaves is removed by name, and named if that fails too. */
async function deleteByK3d(k3d: K3d, {name}: ClusterIdentity, report: (line: string) => void): Promise<void> {
  report(`deleting ${name}`)
  await k3d.delete().catch((error: Error) => report(`k3d could not delete it, going on by hand: ${error.message}`))
}

async function removeFolder(path: string): Promise<string | undefined> {
  // Once more, since a kubectl that still runs may be writing its cache.
  return rm(path, {recursive: true, maxRetries: 3}).then(
    () => path,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    },
  )
}
