import {readFileSync} from 'node:fs'

import {asTyped} from '@rde/errors/rendering/as-typed'

import {defaultCluster} from '../cluster/cluster-identity.js'
import type {DataDirectory} from '../cluster/data-directory.js'
import {freshKubeconfig} from './fresh-kubeconfig.js'
import {isListening} from './is-listening.js'
import type {RdeConfig} from '../schema/v1.js'
import {shippedFile} from '../files/shipped-file.js'

/** The KUBECONFIG of a passthrough tool. */
export interface PassthroughKubeconfig {
  readonly path: string
  readonly exists: boolean
  /** Why the tool will not reach a cluster: there is none, or it is stopped. */
  readonly trouble?: string
  /** What to print before the tool runs: the cluster, if it is not the default, and the trouble. */
  readonly notice?: string
}

const noCluster = shippedFile('no-cluster.kubeconfig.yaml', import.meta.url)

/** The cluster's kubeconfig or, without a cluster, one whose server does not exist. For the fast path: loads only Node. */
export async function passthroughKubeconfig(data: DataDirectory): Promise<PassthroughKubeconfig> {
  const path = await freshKubeconfig(data)
  const name = data.clusterName === defaultCluster ? '' : ` ${data.clusterName}`
  const start = asTyped('rde cluster start')
  if (path === undefined) {
    const trouble = `there is no cluster${name}. Start one: ${start}`
    return {path: noCluster, exists: false, trouble, notice: `rde: ${trouble}`}
  }
  if (await isListening(path)) return {path, exists: true, ...(name !== '' && {notice: `rde: cluster${name}`})}
  const context = attachedContext(data.config)
  const trouble =
    context === undefined
      ? `the cluster${name} is stopped. Start it: ${start}`
      : `nothing listens at the address of the context ${context}.`
  return {path, exists: true, trouble, notice: `rde: ${trouble}`}
}

/** The context of an attached cluster, which rde cannot start. */
function attachedContext(config: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(config, 'utf8')) as Partial<RdeConfig>).cluster?.attached?.context
  } catch {
    return undefined
  }
}
