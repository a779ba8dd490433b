type Environment = Readonly<Record<string, string | undefined>>

/** Variables that would aim a tool at another cluster, server, file or namespace than rde names. */
const aimed = /^(KUBE|HELM_|K3D_|K3S_|VAULT_)/
/** What k3d is told of its own images stays: it names no cluster. */
const ownImages = new Set(['K3D_IMAGE_LOADBALANCER', 'K3D_IMAGE_TOOLS'])

/** Of Docker's variables, those that name the engine and how to sign in there; the others are preferences for other calls. */
const engineAndLogin = new Set([
  ...['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'DOCKER_CERT_PATH', 'DOCKER_TLS', 'DOCKER_TLS_VERIFY'],
  ...['DOCKER_API_VERSION', 'DOCKER_AUTH_CONFIG', 'DOCKER_TMPDIR'],
])

/** Settings of Node, for rde itself; a shim that is a Node program would take them for its own. */
const ofNode = /^NODE_(OPTIONS|DEBUG|V8_COVERAGE|CHANNEL_)/

/**
 * What rde's own calls of tools inherit: everything but what would aim them elsewhere. Shims of version managers, proxies and
 * the helpers that Docker signs in with need variables that nobody can list.
 */
export function cleanEnvironment(inherited: Environment): Record<string, string> {
  const entries = Object.entries(inherited).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(entries.filter(([name]) => isKept(name)))
}

function isKept(name: string): boolean {
  if (name.startsWith('DOCKER_')) return engineAndLogin.has(name)
  return ownImages.has(name) || !(aimed.test(name) || ofNode.test(name))
}
