import {statSync} from 'node:fs'

import type {DataDirectory} from '../cluster/data-directory.js'

/**
 * The path of kubeconfig.yaml, updated first if config.json was changed by hand; undefined if there is no cluster. For
 * the fast path: usually two calls to the file system, and only Node's own modules are loaded.
 */
export async function freshKubeconfig(data: DataDirectory): Promise<string | undefined> {
  const configTime = modified(data.config)
  const kubeconfigTime = modified(data.kubeconfig)
  // kubectl must keep working with a healthy cluster even if config.json is missing or unreadable.
  if (kubeconfigTime !== undefined && kubeconfigTime >= (configTime ?? 0)) return data.kubeconfig
  if (configTime === undefined) return undefined
  const {renewKubeconfig} = await import('./renew-kubeconfig.js')
  return renewKubeconfig(data, configTime)
}

function modified(path: string): number | undefined {
  return statSync(path, {throwIfNoEntry: false})?.mtimeMs
}
