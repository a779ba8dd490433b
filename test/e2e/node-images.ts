import {docker, dockerWithInput, lines} from './docker.js'
import {baseImage} from './test-image.js'

/** Builds an image with identifiable, incompressible content of a given size. */
export function build(reference: string, content: string, megabytes = 0): void {
  const filler = megabytes > 0 ? `RUN head -c ${megabytes}000000 /dev/urandom > /filler # ${content}\n` : ''
  const recipe = `FROM ${baseImage()}\n${filler}RUN printf '${content}' > /content\n`
  dockerWithInput(recipe, 'build', '--quiet', '--tag', reference, '-')
}

export function onNode(node: string, ...args: readonly string[]): string {
  const ctr = ['ctr', '--address', '/run/k3s/containerd/containerd.sock', '--namespace', 'k8s.io', 'images']
  return docker('exec', node, ...ctr, ...args)
}

/** The digest of the image in the container runtime of the node. */
export function heldBy(node: string, reference: string): string | undefined {
  const line = lines(onNode(node, 'ls', `name==docker.io/${reference}`)).find((text) => text.startsWith('docker.io/'))
  return /sha256:[0-9a-f]{64}/.exec(line ?? '')?.[0]
}
