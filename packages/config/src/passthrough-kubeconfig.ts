import {asTyped} from '@rde/errors/as-typed'

import type {DataDirectory} from './data-directory.js'
import {freshKubeconfig} from './fresh-kubeconfig.js'
import {shippedFile} from './shipped-file.js'

/** The KUBECONFIG of a passthrough tool. */
export interface PassthroughKubeconfig {
  readonly path: string
  /** A line to print before the tool runs: there is no cluster. */
  readonly notice?: string
}

const noCluster = shippedFile('no-cluster.kubeconfig.yaml', import.meta.url)

/** The cluster's kubeconfig or, without a cluster, one whose server does not exist. For the fast path: loads only Node. */
export async function passthroughKubeconfig(data: DataDirectory): Promise<PassthroughKubeconfig> {
  const path = await freshKubeconfig(data)
  if (path !== undefined) return {path}
  return {path: noCluster, notice: `rde: there is no cluster. Start one: ${asTyped('rde cluster start')}`}
}
