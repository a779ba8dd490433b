import type {DataDirectory} from './data-directory.js'
import {freshKubeconfig} from './fresh-kubeconfig.js'
import {shippedFile} from './shipped-file.js'

/** What a tool is given as KUBECONFIG that rde lends its cluster to. */
export interface LentKubeconfig {
  readonly path: string
  /** One line for the user, to be said before the tool runs: there while there is no cluster. */
  readonly notice?: string
}

const noCluster = shippedFile('no-cluster.kubeconfig.yaml', import.meta.url)

/** The cluster's kubeconfig or, without a cluster, one whose server nobody is. For the fast path: loads nothing but Node. */
export async function lentKubeconfig(data: DataDirectory): Promise<LentKubeconfig> {
  const path = await freshKubeconfig(data)
  if (path !== undefined) return {path}
  return {path: noCluster, notice: 'rde: there is no cluster. Start one: rde cluster start'}
}
