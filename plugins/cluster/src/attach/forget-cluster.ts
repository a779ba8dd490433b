import {readFile, rm} from 'node:fs/promises'

import {defaultCluster, type DataDirectory} from '@rde/config'

/**
 * Removes what rde keeps here of an attached cluster. Commands that name no cluster work on the default one then: with the name
 * of this one, a start would make another cluster. Resolves with the line that says so, if that is a change.
 */
export async function forgetCluster(data: DataDirectory): Promise<string | undefined> {
  await rm(data.cluster, {recursive: true, force: true, maxRetries: 3})
  const used = await readFile(data.usedCluster, 'utf8').catch(() => '')
  if (used.trim() !== data.clusterName) return undefined
  await rm(data.usedCluster, {force: true})
  return `Commands that name no cluster now work on the cluster ${defaultCluster}.`
}
