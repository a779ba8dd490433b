import {isProcessError} from '@rde/process-runner'
import type {Container, Docker} from '@rde/toolchain'

import type {ImageReference} from '../image-reference.js'
import {ctr, ownProgramsFirst} from './ctr.js'

/**
 * The folder that sends a pull from any host to the cluster's registry and nowhere else. The mirrors of k3s would fall back to
 * the host in the name, and give the tag to whatever that one has.
 */
const hosts = '/run/rde-registry'

/** Aims pulls at the registry whose address the variable `registry` holds. */
const aimAtRegistry = `mkdir -p ${hosts}/_default; printf 'server = "%s"\\n[host."%s"]\\n' "$registry" "$registry" > ${hosts}/_default/hosts.toml;`

/** With --debug, ctr draws no progress, which keeps a core busy and costs up to 100 ms at the end. */
function pullOf(name: string): string {
  return ctr('--debug', 'images', 'pull', '--hosts-dir', hosts, name).join(' ')
}

/** The names need no escaping within the quotes: ImageReference lets no quote pass. */
function checkOf(names: readonly string[]): string {
  return `${ctr('images', 'check', ...names.map((name) => `'name==${name}'`)).join(' ')};`
}

/** The time limit of a pull. */
const pullMs = 300_000

/** An image that a node's runtime should hold. */
export interface NodeImage {
  readonly reference: ImageReference
  readonly digest: string
}

/** The images that a node does not hold: its runtime says which content it has completely under which name. */
export async function missingOn(node: Container, wanted: readonly NodeImage[], docker: Docker): Promise<NodeImage[]> {
  return missingIn(
    await docker.exec(node.name, ['sh', '-c', `${ownProgramsFirst} ${checkOf(namesOf(wanted))}`]),
    wanted,
  )
}

/**
 * Lets one node pull the images from the registry at that address, and resolves with those that are missing after that; one
 * call for both, since each takes time. No name by digest is made: kubelets make their own from the layers.
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
 * Gives the images that a node holds their names by digest, which its kubelet could not make without a registry. Resolves with
 * those that the node does not hold.
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
  const printed = await docker.exec(node.name, ctr('content', 'get', digest))
  return {digest, configDigest: docker.read(printed, (text) => (JSON.parse(text) as Manifest).config?.digest)}
}

export interface HeldImage {
  readonly digest: string
  readonly configDigest: string | undefined
}

interface Manifest {
  readonly config?: {readonly digest?: string}
}

/** Removes an image from a node, by both of its names. */
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
 * Reads what `ctr images check` printed. Its last column says whether the layers are unpacked, which is what fails on a full
 * disk.
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
