import {takeInventory, type Docker, type Kubectl} from '@rde/toolchain'
import type {ClusterIdentity} from '@rde/config'

import {ghostNodes, nodeReadiness, type LeaseObject, type NodeObject, type NodeReadiness} from './node-readiness.js'

interface ApiObject {
  readonly kind: string
  readonly metadata: {readonly name: string}
  readonly status?: {readonly availableReplicas?: number}
}

export interface ApiReadiness {
  readonly nodes: readonly NodeReadiness[]
  /** Listed by the API, but without a container. */
  readonly ghosts: readonly string[]
  readonly dns: boolean
  readonly version: string | undefined
}

/** Asks the API server, in one call, whether nodes and DNS are ready. Rejects when it does not answer. */
export async function askApi(kubectl: Kubectl, docker: Docker, identity: ClusterIdentity): Promise<ApiReadiness> {
  const [list, inventory] = await Promise.all([
    kubectl.get<{items: ApiObject[]}>('nodes,deployments.apps,leases.coordination.k8s.io', '--all-namespaces'),
    takeInventory(docker, identity),
  ])
  const containers = [...inventory.servers, ...inventory.agents].map(({name}) => name)
  const lastRuns = await docker.lastRun(containers)
  const ofKind = <Shape>(kind: string) => list.items.filter((item) => item.kind === kind) as unknown as Shape[]
  const nodes = ofKind<NodeObject>('Node')
  const startedAt = new Map([...lastRuns].map(([name, {startedAt}]) => [name, startedAt]))
  const dns = ofKind<ApiObject>('Deployment').find(({metadata}) => metadata.name === 'coredns')
  return {
    nodes: nodeReadiness(nodes, ofKind<LeaseObject>('Lease'), startedAt),
    ghosts: ghostNodes(nodes, new Set(containers)),
    dns: (dns?.status?.availableReplicas ?? 0) > 0,
    version: nodes[0]?.status?.nodeInfo?.kubeletVersion,
  }
}
