import {stat} from 'node:fs/promises'

import type {DataDirectory} from './data-directory.js'

/** The path of the cluster's kubeconfig, or undefined when there is no cluster. Imports nothing: the fast path calls it. */
export async function freshKubeconfig(data: DataDirectory): Promise<string | undefined> {
  const found = await stat(data.kubeconfig).catch(() => undefined)
  return found && data.kubeconfig
}
