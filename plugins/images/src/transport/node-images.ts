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

/**
 * Where a pull looks for every host: in the cluster's registry and nowhere else. By k3s' own mirrors it would go on to the
 * host that the name stands for, and give the tag to whatever that one has under it.
 */
const hosts = '/run/rde-registry'

const fetchScript = [
  `mkdir -p ${hosts}/_default;`,
  `printf 'server = "%s"\\n[host."%s"]\\n' "$1" "$1" > ${hosts}/_default/hosts.toml; shift;`,
  `for name; do ${images} pull --hosts-dir ${hosts} "$name" >/dev/null || exit 1; done;`,
].join(' ')

const fetchMs = 300_000

/** What one node lacks of these images: its runtime is asked which content it holds whole under which name. */
export async function lackingOn(node: Container, wanted: readonly NodeImage[], docker: Docker): Promise<NodeImage[]> {
  return notIn(await docker.exec(node.name, ['sh', '-c', checkOf(wanted)]), wanted)
}

/**
 * Lets one node pull the images from the registry at that address. Resolves with what it lacks then, in the same call, since
 * each takes its time. A name by digest is not made: a kubelet makes its own from the layers that are there.
 */
export async function fetchOn(
  node: Container,
  wanted: readonly NodeImage[],
  {docker, registryUrl}: {readonly docker: Docker; readonly registryUrl: string},
): Promise<NodeImage[]> {
  const names = wanted.map(({canonical}) => canonical)
  const script = `${fetchScript} ${checkOf(wanted)}`
  return notIn(await docker.exec(node.name, ['sh', '-c', script, 'sh', registryUrl, ...names], fetchMs), wanted)
}

/**
 * Gives images that a node holds their names by digest as well: without a registry its kubelet could not make them. Resolves
 * with those that the node does not hold.
 */
export async function nameOn(node: Container, wanted: readonly NodeImage[], docker: Docker): Promise<NodeImage[]> {
  const lacking = await lackingOn(node, wanted, docker)
  const held = wanted.filter((image) => !lacking.includes(image))
  for (const image of held) await docker.exec(node.name, [...images.split(' '), 'tag', '--force', ...namesOf(image)])
  return lacking
}

/** What a node holds under a name: the digest of its manifest, and that of the configuration in it. */
export async function describeOn(node: Container, canonical: string, docker: Docker): Promise<HeldImage | undefined> {
  const listed = await docker.exec(node.name, [...images.split(' '), 'ls', `name==${canonical}`])
  const digest = /^\S+\s+\S+\s+(sha256:[0-9a-f]{64})\s/m.exec(listed)?.[1]
  if (digest === undefined) return undefined
  const content = images.replace(/images$/, 'content').split(' ')
  const manifest = JSON.parse(await docker.exec(node.name, [...content, 'get', digest])) as Manifest
  return {digest, configDigest: manifest.config?.digest}
}

export interface HeldImage {
  readonly digest: string
  readonly configDigest: string | undefined
}

interface Manifest {
  readonly config?: {readonly digest?: string}
}

function namesOf({canonical, digest}: NodeImage): [string, string] {
  return [canonical, `${canonical.slice(0, canonical.lastIndexOf(':'))}@${digest}`]
}

/** Names are in quotes: they were checked to hold nothing that a shell could take for its own. */
function checkOf(wanted: readonly NodeImage[]): string {
  return `${images} check ${wanted.map(({canonical}) => `'name==${canonical}'`).join(' ')}`
}

/** The last column tells whether its layers are unpacked, too: on a full disk that is what fails. */
function notIn(printed: string, wanted: readonly NodeImage[]): NodeImage[] {
  const held = new Map(
    [...printed.matchAll(/^(\S+)\s+\S+\s+(sha256:\S+)\s+complete .*\strue\s*$/gm)].map(([, a, b]) => [a, b]),
  )
  return wanted.filter(({canonical, digest}) => held.get(canonical) !== digest)
}

/** The last thing that a node said of a failure. */
export function wordsOf(error: unknown): string {
  const said = isProcessError(error) && error.stderr.trim() !== '' ? error.stderr : String((error as Error).message)
  return said.trim().split('\n').at(-1) ?? ''
}
