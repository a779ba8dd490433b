import type {ClusterIdentity} from '@rde/config'

/** The three names that one image goes by in the cluster's registry. */
export interface RegistryNames {
  /** What the host pushes to. */
  readonly push: string
  /** What nodes pull: the plain reference; the mirrors lead it to the registry. */
  readonly node: string
  /** What pods, and relay-core's operator, ask the registry for. */
  readonly pod: string
}

/** Names an image reference in the registry of a cluster that listens on `registryPort`. */
export function registryNames(reference: string, {registry}: ClusterIdentity, registryPort: number): RegistryNames {
  const path = repositoryPath(reference)
  return {push: `localhost:${registryPort}/${path}`, node: reference, pod: `${registry}:${registryPort}/${path}`}
}

/** The reference as Docker lists it: without what stands for Docker Hub, with a tag. */
export function familiarName(reference: string): string {
  const short = reference.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '')
  return /[:@]/.test(short.slice(short.lastIndexOf('/') + 1)) ? short : `${short}:latest`
}

/** The reference without its host, with `library/` and `:latest` where Docker would add them. */
export function repositoryPath(reference: string): string {
  const [first = '', ...rest] = reference.split('/')
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  const onDockerHub = !hasHost || /^(index\.)?docker\.io$/.test(first)
  const path = hasHost ? rest.join('/') : reference
  const named = onDockerHub && !path.includes('/') ? `library/${path}` : path
  return /[:@]/.test(named.slice(named.lastIndexOf('/') + 1)) ? named : `${named}:latest`
}
