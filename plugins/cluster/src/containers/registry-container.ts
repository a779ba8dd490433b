import type {ClusterIdentity} from '@rde/config'

/** The image that k3d uses for a registry. */
export const registryImage = 'docker.io/library/registry:2'

/**
 * The arguments of `docker run` that recreate the registry's container as k3d creates it, with the volume that has its
 * images. The labels are those of k3d (k3d 5.9, pkg/client/registry.go): k3d starts and deletes it with the cluster.
 */
export function registryRunArguments(
  {name, registry, registryVolume, network}: ClusterIdentity,
  port: number,
): string[] {
  const labels = {
    app: 'k3d',
    'k3d.cluster': name,
    'k3d.role': 'registry',
    'k3d.registry.host': '127.0.0.1',
    'k3d.registry.hostIP': '127.0.0.1',
    'k3s.registry.port.external': String(port),
    'k3s.registry.port.internal': String(port),
  }
  return [
    ...['--name', registry, '--network', network, '--restart', 'unless-stopped'],
    ...Object.entries(labels).flatMap(([label, value]) => ['--label', `${label}=${value}`]),
    ...['--env', `REGISTRY_HTTP_ADDR=:${port}`, '--publish', `127.0.0.1:${port}:${port}`],
    ...['--volume', `${registryVolume}:/var/lib/registry`, registryImage],
  ]
}
