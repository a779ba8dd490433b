import {statSync} from 'node:fs'

import type {DataDirectory} from '../cluster/data-directory.js'

/**
 * The path of kubeconfig.yaml, brought in line with a config.json that was changed by hand since; undefined if there is no
 * cluster to talk to. For the fast path: usually two questions to the file system, and nothing but Node is loaded.
 */
export async function freshKubeconfig(data: DataDirectory): Promise<string | undefined> {
  const configTime = modified(data.config)
  const kubeconfigTime = modified(data.kubeconfig)
  // A lost or unreadable config.json over a healthy cluster must not take kubectl away.
  if (kubeconfigTime !== undefined && kubeconfigTime >= (configTime ?? 0)) return data.kubeconfig
  if (configTime === undefined) return undefined
  const {renewKubeconfig} = await import('./renew-kubeconfig.js')
  return renewKubeconfig(data, configTime)
}

function modified(path: string): number | undefined {
  return statSync(path, {throwIfNoEntry: false})?.mtimeMs
}
