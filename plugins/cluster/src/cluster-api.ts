import type {ClusterIdentity} from '@rde/config'
import {takeInventory, takeSurvey, workloadLack, type Docker, type Kubectl, type Survey} from '@rde/toolchain'

import {ghostNodes, nodeReadiness, type NodeReadiness} from './node-readiness.js'

export interface ApiReadiness {
  readonly nodes: readonly NodeReadiness[]
  /** Listed by the API, but without a container. */
  readonly ghosts: readonly string[]
  readonly dns: boolean
  readonly version: string | undefined
}

/** Takes a survey of a cluster whose nodes are asked of Docker. Rejects when the API server does not answer. */
export async function surveyCluster({
  kubectl,
  docker,
  identity,
}: {
  kubectl: Kubectl
  docker: Docker
  identity: ClusterIdentity
}): Promise<Survey> {
  const {servers, agents} = await takeInventory(docker, identity)
  return takeSurvey(
    kubectl,
    docker,
    [...servers, ...agents].map(({name}) => name),
  )
}

/** Whether nodes and DNS are ready. */
export function apiReadiness(survey: Survey): ApiReadiness {
  const {nodes, leases, startedAt} = survey
  return {
    nodes: nodeReadiness(nodes, leases, startedAt),
    ghosts: ghostNodes(nodes, new Set(startedAt.keys())),
    dns: workloadLack({kind: 'Deployment', namespace: 'kube-system', name: 'coredns'}, survey) === undefined,
    version: nodes[0]?.status?.nodeInfo?.kubeletVersion,
  }
}
