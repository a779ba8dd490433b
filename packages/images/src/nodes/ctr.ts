/** The socket of a node's runtime: k3s does not use ctr's default. */
export const runtimeSocket = '/run/k3s/containerd/containerd.sock'

/** A call of containerd's ctr, which every k3s image contains, in the kubelet's namespace. */
export function ctr(...args: readonly string[]): string[] {
  return ['ctr', '--address', runtimeSocket, '--namespace', 'k8s.io', ...args]
}

/** The start of a script: bypasses wrappers early on a node's PATH, which take six times as long to start. */
export const ownProgramsFirst = 'PATH=/bin:$PATH;'
