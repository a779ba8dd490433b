import {readdirSync, readFileSync} from 'node:fs'

import {checkClusterName, defaultCluster, isClusterName} from './cluster-identity.js'

/** Set by the user or by `--cluster`, so that everything that a command loads or starts works on the same cluster. */
export const clusterVariable = 'RDE_CLUSTER'

interface ChosenClusterOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  /** `DataDirectory.usedCluster`. */
  readonly used: string
}

/** The cluster to work on: from the environment, else from `rde cluster use`, else `rde`. */
export function chosenCluster({env, used}: ChosenClusterOptions): string {
  const named = env[clusterVariable]
  if (named) return checkClusterName(named, {what: 'Use the default cluster', command: `unset ${clusterVariable}`})
  const stored = readUsedCluster(used)
  const remedy = {what: 'Use the default cluster', command: `rde cluster use ${defaultCluster}`}
  return stored === undefined ? defaultCluster : checkClusterName(stored, remedy)
}

/** The names of the clusters that have a folder here. Reads one folder only, since completion uses it. */
export function clusterNames({clusters}: {readonly clusters: string}): string[] {
  try {
    const entries = readdirSync(clusters, {withFileTypes: true})
    const folders = entries.filter((entry) => entry.isDirectory() && isClusterName(entry.name))
    return folders.map(({name}) => name).sort()
  } catch {
    return []
  }
}

function readUsedCluster(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}
