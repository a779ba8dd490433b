import {rm} from 'node:fs/promises'

import {acquireLock, type ClusterIdentity} from '@rde/config'
import {isRdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {takeInventory, type K3d} from '@rde/toolchain'

import {describeOwner, foreignOwner} from './cluster-owner.js'
import {countObjects, findObjects, removeObjects} from './docker-leftovers.js'
import {learnSecrets} from '../learn-secrets.js'
import type {DeleteOptions, DeleteResult} from '../providers/provider.js'
import {requireTools} from '../checks/require-tools.js'

/** The question names the owner if somebody else created the cluster. If Docker fails, the delete itself reports it. */
export async function deleteQuestion({tools, identity, data}: Session): Promise<string> {
  const inventory = await takeInventory(tools().docker, identity).catch(() => undefined)
  const owner = inventory && foreignOwner(inventory, data)
  const created = owner === undefined ? '' : `The cluster ${identity.name} was ${describeOwner(owner)}. `
  return `${created}Delete the cluster ${identity.name} with everything in it?`
}

/**
 * Removes everything of the cluster: with k3d first, then what k3d leaves, by exact name, then the cluster's folder.
 * Works with any state of config.json. CONFIG, user plugins, the user's kubeconfig and local images stay.
 */
export async function deleteContainers(
  session: Session,
  {keepCache, signal, report}: DeleteOptions,
): Promise<DeleteResult> {
  const {data, identity} = session
  await requireTools(session, ['docker'], signal)
  const lock = await acquireLock(data, {command: 'rde cluster delete'}).catch(noneIfUnwritable)
  try {
    await learnSecrets(session)
    const {docker, k3d} = session.tools({signal, ...(lock && {children: lock.children})})
    const leftovers = {docker, identity, data}
    const removed = await findObjects(leftovers, {keepCache})
    const {servers, agents} = await takeInventory(docker, identity)
    if (servers.length + agents.length > 0) await deleteWithK3d(k3d, {identity, signal, report})
    if (countObjects(removed) > 0) report('removing what is left in Docker')
    await removeObjects(leftovers, removed)
    const folder = await removeFolder(data.cluster)
    const kept = keepCache ? await docker.volumes([identity.registryVolume]) : []
    return {cluster: identity.name, removed, folder, kept}
  } finally {
    lock?.release()
  }
}

/** On a full disk the lock cannot be written, but delete makes room. A lock that somebody holds is detected before. */
function noneIfUnwritable(error: unknown): undefined {
  if (isRdeError(error) && error.code === 'RDE_FILE_UNWRITABLE') return undefined
  throw error
}

/** A failure of k3d is only reported: what it leaves is removed by name afterwards. */
async function deleteWithK3d(
  k3d: K3d,
  {identity, signal, report}: Pick<DeleteOptions, 'signal' | 'report'> & {identity: ClusterIdentity},
): Promise<void> {
  report(`deleting ${identity.name}`)
  await k3d.delete().catch((error: Error) => {
    signal.throwIfAborted()
    report(`k3d could not delete it, removing it with docker: ${error.message}`)
  })
}

async function removeFolder(path: string): Promise<string | undefined> {
  // Retry, because a kubectl that still runs may be writing its cache.
  return rm(path, {recursive: true, maxRetries: 3}).then(
    () => path,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    },
  )
}
