import {asTyped} from '@rde/errors/as-typed'

import {defaultCluster} from './cluster-identity.js'
import type {DataDirectory} from './data-directory.js'
import {freshKubeconfig} from './fresh-kubeconfig.js'
import {shippedFile} from './shipped-file.js'

/** The KUBECONFIG of a passthrough tool. */
export interface PassthroughKubeconfig {
  readonly path: string
  readonly exists: boolean
  /** A line to print before the tool runs: which cluster it works on, where that is not the default, or that there is none. */
  readonly notice?: string
}

const noCluster = shippedFile('no-cluster.kubeconfig.yaml', import.meta.url)

/** The cluster's kubeconfig or, without a cluster, one whose server does not exist. For the fast path: loads only Node. */
export async function passthroughKubeconfig(data: DataDirectory): Promise<PassthroughKubeconfig> {
  const path = await freshKubeconfig(data)
  const name = data.clusterName === defaultCluster ? '' : ` ${data.clusterName}`
  if (path !== undefined) return {path, exists: true, ...(name !== '' && {notice: `rde: cluster${name}`})}
  const notice = `rde: there is no cluster${name}. Start one: ${asTyped('rde cluster start')}`
  return {path: noCluster, exists: false, notice}
}
