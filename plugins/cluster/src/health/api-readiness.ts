import type {ClusterIdentity, RdeConfig} from '@rde/config'
import {
  clusterInventory,
  takeSnapshot,
  type ClusterInventory,
  type Docker,
  type Kubectl,
  type Snapshot,
} from '@rde/toolchain'

import {ghostNodes, nodeReadiness, readinessOf, type NodeReadiness} from './node-readiness.js'
import {dnsProblem} from './workload-problems.js'

export interface ApiReadiness {
  readonly nodes: readonly NodeReadiness[]
  /** Nodes that the API lists, but that have no container. */
  readonly ghosts: readonly string[]
  /** Why names do not resolve; undefined if they do. */
  readonly dnsProblem: string | undefined
  readonly version: string | undefined
}

interface ClusterTools {
  readonly config?: Pick<RdeConfig, 'cluster'>
  readonly kubectl: Kubectl
  readonly docker: Docker
  readonly identity: ClusterIdentity
}

/** Takes a snapshot of a cluster with these containers. Rejects if the API server does not answer. */
export async function snapshotCluster(
  {kubectl, docker}: Pick<ClusterTools, 'kubectl' | 'docker'>,
  inventory: ClusterInventory,
): Promise<Snapshot> {
  return takeSnapshot(kubectl, docker, nodeNames(inventory))
}

/** How long the list of node containers is cached. */
const containersMs = 5_000

/** Takes snapshots repeatedly. Docker is asked only now and then: that costs as much as asking the API server. */
export function repeatedSnapshots({kubectl, docker, identity, config}: ClusterTools): () => Promise<Snapshot> {
  let cached: {at: number; lastRun: ReturnType<Docker['lastRun']>} | undefined
  const lastRun = () => {
    if (cached !== undefined && performance.now() - cached.at < containersMs) return cached.lastRun
    const asked = clusterInventory(docker, {identity, config}).then((inventory) => docker.lastRun(nodeNames(inventory)))
    asked.catch(() => (cached = undefined))
    cached = {at: performance.now(), lastRun: asked}
    return asked
  }
  return () => takeSnapshot(kubectl, {lastRun}, [])
}

function nodeNames({servers, agents}: ClusterInventory): string[] {
  return [...servers, ...agents].map(({name}) => name)
}

/** Whether nodes and DNS are ready. Without known containers, the API is trusted about the nodes. */
export function apiReadiness(snapshot: Snapshot): ApiReadiness {
  const {nodes, leases, startedAt} = snapshot
  const known = startedAt.size > 0
  return {
    nodes: known ? nodeReadiness(nodes, leases, startedAt) : nodes.map(readinessOf),
    ghosts: known ? ghostNodes(nodes, new Set(startedAt.keys())) : [],
    dnsProblem: dnsProblem(snapshot),
    version: nodes[0]?.status?.nodeInfo?.kubeletVersion,
  }
}
