import {exitCodes, RdeError} from '@rde/errors'

/** The names of a cluster in Docker, all defined here, since k3d labels neither its network nor its volumes. */
export interface ClusterIdentity {
  readonly name: string
  readonly network: string
  readonly registry: string
  readonly registryVolume: string
  readonly imagesVolume: string
  readonly ports: ClusterPorts
}

/** The default ports of a new cluster on 127.0.0.1, used unless they are taken or the user chose others. */
export interface ClusterPorts {
  readonly apiPort: number
  readonly registryPort: number
  readonly httpPort: number
}

/** The cluster that rde works on if no other is named. */
export const defaultCluster = 'rde'
/** The ports of the cluster `rde`, also the defaults of the schema. */
export const defaultPorts: ClusterPorts = {apiPort: 6111, registryPort: 5111, httpPort: 8111}

/** A DNS label, since nodes and the registry are named after it; k3d accepts at most 32 characters. */
const clusterNames = /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/

export function isClusterName(name: string): boolean {
  return clusterNames.test(name)
}

/** Throws RDE_CLUSTER_NAME if the name is invalid. `remedy` corrects the source of the name. */
export function checkClusterName(name: string, remedy = {what: 'See the names', command: 'rde cluster list'}): string {
  if (isClusterName(name)) return name
  throw new RdeError(
    `${JSON.stringify(name)} is not a valid cluster name: use lower-case letters, digits and hyphens, at most 32.`,
    {code: 'RDE_CLUSTER_NAME', exitCode: exitCodes.usage, remedies: [remedy]},
  )
}

/** What belongs to the cluster of this name. */
export function clusterIdentity(name: string): ClusterIdentity {
  return {
    name: checkClusterName(name),
    network: `k3d-${name}`,
    registry: `${name}-registry.localhost`,
    registryVolume: `${name}-registry`,
    imagesVolume: `k3d-${name}-images`,
    ports: name === defaultCluster ? defaultPorts : portsOf(name),
  }
}

/** Three adjacent ports, derived from the name, below the ephemeral ports of systems (32768 and up). */
function portsOf(name: string): ClusterPorts {
  const hash = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 3_000, 7)
  const first = 20_000 + 3 * hash
  return {apiPort: first, registryPort: first + 1, httpPort: first + 2}
}
