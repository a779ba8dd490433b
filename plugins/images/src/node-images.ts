import {isProcessError} from '@rde/process-runner'
import type {Container, Docker} from '@rde/toolchain'

/** One image as a node's runtime is to hold it. */
export interface NodeImage {
  /** Its name there: `docker.io/library/x:local`. */
  readonly canonical: string
  readonly digest: string
}

/** ctr is in every k3s image; the address is k3s' own, which a plain ctr would not look at. */
const images = 'ctr --address /run/k3s/containerd/containerd.sock --namespace k8s.io images'

/** `_default` and one folder a host: k3s writes its mirrors there, and the kubelet's pulls go by them, too. */
const mirrors = '/var/lib/rancher/k3s/agent/etc/containerd/certs.d'

const fetchScript = [
  'while [ $# -gt 0 ]; do',
  `${images} pull --hosts-dir ${mirrors} "$1" >/dev/null || exit 1;`,
  `${images} tag --force "$1" "$2" >/dev/null || exit 1;`,
  'shift 2; done',
].join(' ')

const fetchMs = 300_000

/** What one node lacks of these images: its runtime is asked which content it holds whole, by name and by digest. */
export async function lackingOn(node: Container, wanted: readonly NodeImage[], docker: Docker): Promise<NodeImage[]> {
  return notIn(await docker.exec(node.name, ['sh', '-c', checkOf(wanted)]), wanted)
}

/**
 * Lets one node pull the images by digest, as its kubelet would, and gives them their names there. Resolves with what it
 * lacks then, in the same call, since each takes its time.
 */
export async function fetchOn(node: Container, wanted: readonly NodeImage[], docker: Docker): Promise<NodeImage[]> {
  const names = wanted.flatMap((image) => [byDigest(image), image.canonical])
  const script = `${fetchScript}; ${checkOf(wanted)}`
  return notIn(await docker.exec(node.name, ['sh', '-c', script, 'sh', ...names], fetchMs), wanted)
}

/** Names are in quotes: they were checked to hold nothing that a shell could take for its own. */
function checkOf(wanted: readonly NodeImage[]): string {
  const names = wanted.flatMap((image) => [image.canonical, byDigest(image)])
  return `${images} check ${names.map((name) => `'name==${name}'`).join(' ')}`
}

function notIn(printed: string, wanted: readonly NodeImage[]): NodeImage[] {
  const held = new Set(
    [...printed.matchAll(/^(\S+)\s+\S+\s+(sha256:\S+)\s+complete /gm)].map(([, a, b]) => `${a} ${b}`),
  )
  const holds = (name: string, digest: string) => held.has(`${name} ${digest}`)
  return wanted.filter((image) => ![image.canonical, byDigest(image)].every((name) => holds(name, image.digest)))
}

/** The last thing that a node said of a failure. */
export function wordsOf(error: unknown): string {
  const said = isProcessError(error) && error.stderr.trim() !== '' ? error.stderr : String((error as Error).message)
  return said.trim().split('\n').at(-1) ?? ''
}

function byDigest({canonical, digest}: NodeImage): string {
  return `${canonical.slice(0, canonical.lastIndexOf(':'))}@${digest}`
}
