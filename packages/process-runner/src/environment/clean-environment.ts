type Environment = Readonly<Record<string, string | undefined>>

/** Variables that would redirect a tool to another cluster, server, file or namespace. */
const redirecting = /^(KUBE|HELM_|K3D_|K3S_|VAULT_)/
/** The settings of k3d's own images are kept: they name no cluster. */
const ownImages = new Set(['K3D_IMAGE_LOADBALANCER', 'K3D_IMAGE_TOOLS'])

/** Docker's variables for the engine and its login; its other variables are preferences for other calls. */
const engineAndLogin = new Set([
  ...['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'DOCKER_CERT_PATH', 'DOCKER_TLS', 'DOCKER_TLS_VERIFY'],
  ...['DOCKER_API_VERSION', 'DOCKER_AUTH_CONFIG', 'DOCKER_TMPDIR'],
])

/** Node's settings for rde itself; a shim that is a Node program would apply them, too. */
const nodeSettings = /^NODE_(OPTIONS|DEBUG|V8_COVERAGE|CHANNEL_)/

/**
 * The environment that rde's calls of tools inherit: everything except redirecting variables. A list of allowed
 * variables is impossible: shims of version managers, proxies and Docker's login helpers need arbitrary ones.
 */
export function cleanEnvironment(inherited: Environment): Record<string, string> {
  const entries = Object.entries(inherited).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(entries.filter(([name]) => isKept(name)))
}

function isKept(name: string): boolean {
  if (name.startsWith('DOCKER_')) return engineAndLogin.has(name)
  return ownImages.has(name) || !(redirecting.test(name) || nodeSettings.test(name))
}
