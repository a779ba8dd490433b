type Environment = Readonly<Record<string, string | undefined>>

/** Images that k3d uses besides the node image of config.json. k3d's variables override them. */
export function k3dImages(version: string, env: Environment = process.env): string[] {
  return [
    env['K3D_IMAGE_TOOLS'] || `ghcr.io/k3d-io/k3d-tools:${version}`,
    env['K3D_IMAGE_LOADBALANCER'] || `ghcr.io/k3d-io/k3d-proxy:${version}`,
    'docker.io/library/registry:2',
  ]
}
