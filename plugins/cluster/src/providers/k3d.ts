import {containerStatus} from '../containers/container-status.js'
import {containerSummary} from '../containers/container-summary.js'
import {deleteContainers, deleteQuestion} from '../containers/delete-containers.js'
import {stopContainers} from '../containers/stop-containers.js'
import {clusterImagesPhase} from '../phases/cluster-images.js'
import {cluster} from '../phases/cluster.js'
import {nodesReady} from '../phases/nodes-ready.js'
import {preflight} from '../phases/preflight.js'
import type {ClusterProvider} from './provider.js'

/** A cluster created by k3d: nodes, registry and load balancer are local Docker containers. */
export const k3d: ClusterProvider = {
  name: 'k3d',
  phases: (stack, view) => ({
    first: [preflight(stack)],
    nodes: [clusterImagesPhase(stack), cluster, nodesReady(view)],
  }),
  settings: ['agents', 'k3sImage', 'apiPort', 'registryPort', 'httpPort', 'proxy.http', 'proxy.https', 'proxy.none'],
  nodes: 'its nodes are containers in Docker here',
  status: containerStatus,
  summary: containerSummary,
  stop: stopContainers,
  deleteQuestion,
  delete: deleteContainers,
}
