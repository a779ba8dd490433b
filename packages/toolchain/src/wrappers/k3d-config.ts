import type {ClusterIdentity, ClusterPorts, NodeProxy} from '@rde/config'

import {ownerLabelOf, type ClusterOwner} from '../cluster/cluster-owner.js'
import {proxyLabel} from '../docker/container.js'
import {nodeVariables, proxyMark} from '../proxies/node-proxy.js'

export interface ClusterShape {
  readonly agents: number
  readonly k3sImage: string
  readonly ports: ClusterPorts
  readonly proxy: NodeProxy | null
}

/**
 * The config for `k3d cluster create --config -`. Every port has a host address, since k3d binds to all addresses by
 * default; the mirrors make nodes look up every image in the cluster's registry first.
 */
export function k3dConfig(
  identity: ClusterIdentity,
  {agents, k3sImage, ports, proxy}: ClusterShape,
  owner: ClusterOwner,
): object {
  const {name, registry, registryVolume} = identity
  const variables = nodeVariables(proxy, identity, agents)
  const labels = [ownerLabelOf(owner), ...(proxy === null ? [] : [`${proxyLabel}=${proxyMark(proxy)}`])]
  return {
    apiVersion: 'k3d.io/v1alpha5',
    kind: 'Simple',
    metadata: {name},
    servers: 1,
    agents,
    image: k3sImage,
    kubeAPI: {hostIP: '127.0.0.1', hostPort: String(ports.apiPort)},
    ports: [{port: `127.0.0.1:${ports.httpPort}:80`, nodeFilters: ['loadbalancer']}],
    ...(variables.length > 0 && {env: variables.map((envVar) => ({envVar, nodeFilters: ['all']}))}),
    registries: {
      create: {
        name: registry,
        host: '127.0.0.1',
        hostPort: String(ports.registryPort),
        enforcePortMatch: true,
        volumes: [`${registryVolume}:/var/lib/registry`],
      },
      // k3d treats a text of one line as a file name.
      config: JSON.stringify(registryMirrors(registry, ports.registryPort), undefined, 1),
    },
    options: {
      // rde rolls back itself: k3d's rollback leaves volumes behind, and does not run when k3d is killed.
      k3d: {wait: true, timeout: '240s', disableRollback: true},
      k3s: {extraArgs: [{arg: '--disable=traefik', nodeFilters: ['server:*']}]},
      kubeconfig: {updateDefaultKubeconfig: false, switchCurrentContext: false},
      runtime: {labels: labels.map((label) => ({label, nodeFilters: ['all']}))},
    },
  }
}

function registryMirrors(registry: string, port: number): object {
  const mirror = {endpoint: [`http://${registry}:${port}`]}
  return {mirrors: {'docker.io': mirror, '*': mirror}}
}
