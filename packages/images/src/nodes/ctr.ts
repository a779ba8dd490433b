/** The socket of a node's runtime: that of k3s, not the default of ctr. */
export const runtimeSocket = '/run/k3s/containerd/containerd.sock'

/** A call of containerd's ctr, which every k3s image has, in the namespace of the kubelet. */
export function ctr(...args: readonly string[]): string[] {
  return ['ctr', '--address', runtimeSocket, '--namespace', 'k8s.io', ...args]
}

/** Begins a script: wrappers that may come first on a node's PATH take six times as long to start. */
export const ownProgramsFirst = 'PATH=/bin:$PATH;'
