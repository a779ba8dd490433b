import {RdeError} from '@rde/errors'

/** The names that a cluster goes by in Docker. One place, since k3d labels neither its network nor its volumes. */
export interface ClusterIdentity {
  readonly name: string
  readonly network: string
  readonly registry: string
  readonly registryVolume: string
  readonly imagesVolume: string
  readonly ports: ClusterPorts
}

/** The ports on 127.0.0.1 that a new cluster takes unless they are taken or the user chose others. */
export interface ClusterPorts {
  readonly apiPort: number
  readonly registryPort: number
  readonly httpPort: number
}

const usersCluster = 'rde'
/** The ports of the cluster `rde`, which are the defaults of the schema as well. */
export const usersPorts: ClusterPorts = {apiPort: 6111, registryPort: 5111, httpPort: 8111}

/**
 * Which cluster this rde works on: `rde`, unless a test set RDE_CLUSTER to `rde-test-…`, which changes name, folder,
 * registry and default ports together.
 */
export function clusterIdentity(env: Readonly<Record<string, string | undefined>> = process.env): ClusterIdentity {
  const name = env['RDE_CLUSTER'] || usersCluster
  if (name !== usersCluster && !/^rde-test-[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/.test(name)) {
    throw new RdeError(`RDE_CLUSTER is "${name}"; other names than rde must begin with rde-test-.`, {
      code: 'RDE_CLUSTER_NAME',
      exitCode: 2,
      remedies: [{what: 'Use the usual cluster', command: 'unset RDE_CLUSTER'}],
    })
  }
  return {
    name,
    network: `k3d-${name}`,
    registry: `${name}-registry.localhost`,
    registryVolume: `${name}-registry`,
    imagesVolume: `k3d-${name}-images`,
    ports: name === usersCluster ? usersPorts : portsOfTest(name),
  }
}

/** Three neighbours below the ports that systems hand out by themselves (32768 and up), the same for the same name. */
function portsOfTest(name: string): ClusterPorts {
  const hash = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 3_000, 7)
  const first = 20_000 + 3 * hash
  return {apiPort: first, registryPort: first + 1, httpPort: first + 2}
}
