import {readFile, rm} from 'node:fs/promises'

import {defaultCluster, type DataDirectory} from '@rde/config'

/**
 * Removes the local files of an attached cluster. If it was the current cluster, the default one becomes current, since
 * otherwise a start would create a new cluster with this name. Resolves with a message about that change, if any.
 */
export async function forgetCluster(data: DataDirectory): Promise<string | undefined> {
  await rm(data.cluster, {recursive: true, force: true, maxRetries: 3})
  const used = await readFile(data.usedCluster, 'utf8').catch(() => '')
  if (used.trim() !== data.clusterName) return undefined
  await rm(data.usedCluster, {force: true})
  return `Commands that name no cluster now work on the cluster ${defaultCluster}.`
}
