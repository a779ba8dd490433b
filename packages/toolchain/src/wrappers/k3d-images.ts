type Environment = Readonly<Record<string, string | undefined>>

/** What k3d runs beside the nodes, which take their image from config.json. Its own variables name others. */
export function k3dImages(version: string, env: Environment = process.env): string[] {
  return [
    env['K3D_IMAGE_TOOLS'] || `ghcr.io/k3d-io/k3d-tools:${version}`,
    env['K3D_IMAGE_LOADBALANCER'] || `ghcr.io/k3d-io/k3d-proxy:${version}`,
    'docker.io/library/registry:2',
  ]
}
