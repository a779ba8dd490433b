import {isProcessError} from '@rde/process-runner'
import type {Container, Docker} from '@rde/toolchain'

import type {ImageReference} from '../image-reference.js'

/** Of a node's runtime: k3s' own, which a plain ctr would not look at. */
export const runtimeSocket = '/run/k3s/containerd/containerd.sock'

/** A call of containerd's ctr, which is in every k3s image, on what the kubelet uses. */
function ctr(...args: readonly string[]): string[] {
  return ['ctr', '--address', runtimeSocket, '--namespace', 'k8s.io', ...args]
}

/** At the beginning of a script: before a node's own folder there may be wrappers, which take six times as long to start. */
const ownProgramsFirst = 'PATH=/bin:$PATH;'

/**
 * Where a pull looks for every host: in the cluster's registry and nowhere else. By k3s' own mirrors it would go on to the
 * host that the name stands for, and give the tag to whatever that one has under it.
 */
const hosts = '/run/rde-registry'

/** Aims pulls at the registry whose address the variable `registry` holds. */
const aimAtRegistry = `mkdir -p ${hosts}/_default; printf 'server = "%s"\\n[host."%s"]\\n' "$registry" "$registry" > ${hosts}/_default/hosts.toml;`

/** With --debug, since ctr draws its progress otherwise, for which it waits at the end: up to 100 ms, and a core is busy. */
function pullOf(name: string): string {
  return ctr('--debug', 'images', 'pull', '--hosts-dir', hosts, name).join(' ')
}

/** Names are in quotes: they were checked to hold nothing that a shell could take for its own. */
function checkOf(names: readonly string[]): string {
  return `${ctr('images', 'check', ...names.map((name) => `'name==${name}'`)).join(' ')};`
}

/** How long a pull may take. */
const pullMs = 300_000

/** One image as a node's runtime is to hold it. */
export interface NodeImage {
  readonly reference: ImageReference
  readonly digest: string
}

/** Those of the images that a node does not hold: its runtime is asked which content it has whole under which name. */
export async function missingOn(node: Container, wanted: readonly NodeImage[], docker: Docker): Promise<NodeImage[]> {
  return missingIn(
    await docker.exec(node.name, ['sh', '-c', `${ownProgramsFirst} ${checkOf(namesOf(wanted))}`]),
    wanted,
  )
}

/**
 * Lets one node pull the images from the registry at that address. Resolves with what it misses then, in the same call, since
 * each takes its time. A name by digest is not made: a kubelet makes its own from the layers that are there.
 */
export async function pullOn(
  node: Container,
  wanted: readonly NodeImage[],
  {docker, registryUrl}: {readonly docker: Docker; readonly registryUrl: string},
): Promise<NodeImage[]> {
  const names = namesOf(wanted)
  const pulls = `for name; do ${pullOf('"$name"')} >/dev/null || exit 1; done;`
  const script = [ownProgramsFirst, 'registry=$1; shift;', aimAtRegistry, pulls, checkOf(names)].join(' ')
  return missingIn(await docker.exec(node.name, ['sh', '-c', script, 'sh', registryUrl, ...names], pullMs), wanted)
}

/**
 * Gives images that a node holds their names by digest as well: without a registry its kubelet could not make them. Resolves
 * with those that the node does not hold.
 */
export async function nameOn(node: Container, wanted: readonly NodeImage[], docker: Docker): Promise<NodeImage[]> {
  const missing = await missingOn(node, wanted, docker)
  const held = wanted.filter((image) => !missing.includes(image))
  for (const image of held) await docker.exec(node.name, ctr('images', 'tag', '--force', ...bothNames(image)))
  return missing
}

/** What a node holds under a name: the digest of its manifest, and that of the configuration in it. */
export async function describeOn(
  node: Container,
  {canonical}: ImageReference,
  docker: Docker,
): Promise<HeldImage | undefined> {
  const listed = await docker.exec(node.name, ctr('images', 'ls', `name==${canonical}`))
  const digest = /^\S+\s+\S+\s+(sha256:[0-9a-f]{64})\s/m.exec(listed)?.[1]
  if (digest === undefined) return undefined
  const manifest = JSON.parse(await docker.exec(node.name, ctr('content', 'get', digest))) as Manifest
  return {digest, configDigest: manifest.config?.digest}
}

export interface HeldImage {
  readonly digest: string
  readonly configDigest: string | undefined
}

interface Manifest {
  readonly config?: {readonly digest?: string}
}

/** Takes an image from a node by both of its names. */
export async function removeOn(node: Container, image: NodeImage, docker: Docker): Promise<void> {
  await docker.exec(node.name, ctr('images', 'rm', ...bothNames(image)))
}

/** The name by its tag, and that by its digest. */
function bothNames({reference, digest}: NodeImage): [string, string] {
  return [reference.canonical, reference.withoutTag().withDigest(digest).canonical]
}

function namesOf(wanted: readonly NodeImage[]): string[] {
  return wanted.map(({reference}) => reference.canonical)
}

/**
 * What a node misses, by what `ctr images check` printed there. The last column tells whether the layers are unpacked, too: on
 * a full disk that is what fails.
 */
function missingIn(printed: string, wanted: readonly NodeImage[]): NodeImage[] {
  const held = new Map(
    [...printed.matchAll(/^(\S+)\s+\S+\s+(sha256:\S+)\s+complete .*\strue\s*$/gm)].map(([, a, b]) => [a, b]),
  )
  return wanted.filter(({reference, digest}) => held.get(reference.canonical) !== digest)
}

/** The last line that a node printed of a failure. */
export function lastLineOf(error: unknown): string {
  const said = isProcessError(error) && error.stderr.trim() !== '' ? error.stderr : String((error as Error).message)
  return said.trim().split('\n').at(-1) ?? ''
}
