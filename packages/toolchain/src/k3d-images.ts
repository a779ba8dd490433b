/** What k3d runs beside the nodes, which take their image from config.json. */
export function k3dImages(version: string): string[] {
  return [`ghcr.io/k3d-io/k3d-tools:${version}`, `ghcr.io/k3d-io/k3d-proxy:${version}`, 'docker.io/library/registry:2']
}
