import {readdirSync, readFileSync} from 'node:fs'

import {checkClusterName, defaultCluster, isClusterName} from './cluster-identity.js'

/** Set by the user, and by `--cluster`: then everything that a command loads or starts works on the same cluster. */
export const clusterVariable = 'RDE_CLUSTER'

interface Places {
  readonly env: Readonly<Record<string, string | undefined>>
  /** `DataDirectory.usedCluster`. */
  readonly used: string
}

/** The cluster to work on: the one that the environment names, else the one of `rde cluster use`, else `rde`. */
export function chosenCluster({env, used}: Places): string {
  const named = env[clusterVariable]
  if (named) return checkClusterName(named, {what: 'Use the default cluster', command: `unset ${clusterVariable}`})
  const kept = readUsed(used)
  const remedy = {what: 'Use the default cluster', command: `rde cluster use ${defaultCluster}`}
  return kept === undefined ? defaultCluster : checkClusterName(kept, remedy)
}

/** The clusters that have a folder here, by name. One question to the file system, for completion as well. */
export function clusterNames({clusters}: {readonly clusters: string}): string[] {
  try {
    const entries = readdirSync(clusters, {withFileTypes: true})
    const folders = entries.filter((entry) => entry.isDirectory() && isClusterName(entry.name))
    return folders.map(({name}) => name).sort()
  } catch {
    return []
  }
}

function readUsed(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}
