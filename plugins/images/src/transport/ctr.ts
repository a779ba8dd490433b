/** Of a node's runtime: k3s' own, which a plain ctr would not look at. */
export const runtimeSocket = '/run/k3s/containerd/containerd.sock'

/** A call of containerd's ctr, which is in every k3s image, on what the kubelet uses. */
export function ctr(...args: readonly string[]): string[] {
  return ['ctr', '--address', runtimeSocket, '--namespace', 'k8s.io', ...args]
}

/** At the beginning of a script: before a node's own folder there may be wrappers, which take six times as long to start. */
export const ownProgramsFirst = 'PATH=/bin:$PATH;'

/**
 * Where a pull looks for every host: in the cluster's registry and nowhere else. By k3s' own mirrors it would go on to the
 * host that the name stands for, and give the tag to whatever that one has under it.
 */
const hosts = '/run/rde-registry'

/** Aims pulls at the registry whose address the variable `registry` holds. */
export const aimAtRegistry = `mkdir -p ${hosts}/_default; printf 'server = "%s"\\n[host."%s"]\\n' "$registry" "$registry" > ${hosts}/_default/hosts.toml;`

/** With --debug, since ctr draws its progress otherwise, for which it waits at the end: up to 100 ms, and a core is busy. */
export function pullOf(name: string): string {
  return ctr('--debug', 'images', 'pull', '--hosts-dir', hosts, name).join(' ')
}

/** Names are in quotes: they were checked to hold nothing that a shell could take for its own. */
export function checkOf(names: readonly string[]): string {
  return `${ctr('images', 'check', ...names.map((name) => `'name==${name}'`)).join(' ')};`
}

/** How long a pull may take. */
export const pullMs = 300_000
