import {isProcessError} from '@rde/process-runner'
import type {Container, Docker} from '@rde/toolchain'

import type {ImageReference} from '../image-reference.js'
import {ctr, ownProgramsFirst} from './ctr.js'

/**
 * A hosts folder that sends pulls from any host to the cluster's registry only. The mirrors of k3s would fall back to
 * the host in the name, and tag the content found there.
 */
const hosts = '/run/rde-registry'

/** Directs pulls to the registry in the shell variable `registry`. */
const aimAtRegistry = `mkdir -p ${hosts}/_default; printf 'server = "%s"\\n[host."%s"]\\n' "$registry" "$registry" > ${hosts}/_default/hosts.toml;`

/** --debug turns off ctr's progress display, which keeps a core busy and costs up to 100 ms at the end. */
function pullOf(name: string): string {
  return ctr('--debug', 'images', 'pull', '--hosts-dir', hosts, name).join(' ')
}

/** The names need no escaping within the quotes: ImageReference rejects quotes. */
function checkOf(names: readonly string[]): string {
  return `${ctr('images', 'check', ...names.map((name) => `'name==${name}'`)).join(' ')};`
}

/** The time limit of a pull. */
const pullMs = 300_000

/** The time limit of the import of an archive. */
const importMs = 600_000

/** An image that a node's runtime should hold. */
export interface NodeImage {
  readonly reference: ImageReference
  readonly digest: string
}

/** The images that a node does not have. Its runtime reports which content is complete under which name. */
export async function missingOn(node: Container, wanted: readonly NodeImage[], docker: Docker): Promise<NodeImage[]> {
  return missingIn(
    await docker.exec(node.name, ['sh', '-c', `${ownProgramsFirst} ${checkOf(namesOf(wanted))}`]),
    wanted,
  )
}

/**
 * Makes one node pull the images from the registry at that address, and resolves with those still missing. Uses one
 * call for both, since each call takes time. Creates no names by digest: kubelets create their own from the layers.
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

/** Makes one node import the images of an archive made by `docker save`. */
export async function importOn(node: Container, archive: string, docker: Docker): Promise<void> {
  await docker.execWithFile(node.name, ctr('images', 'import', '-'), {inputFile: archive, timeoutMs: importMs})
}

/**
 * Tags the images that a node holds with their names by digest, which its kubelet cannot create without a registry.
 * Resolves with the images that the node does not have.
 */
export async function nameOn(node: Container, wanted: readonly NodeImage[], docker: Docker): Promise<NodeImage[]> {
  const missing = await missingOn(node, wanted, docker)
  const held = wanted.filter((image) => !missing.includes(image))
  for (const image of held) await docker.exec(node.name, ctr('images', 'tag', '--force', ...bothNames(image)))
  return missing
}

/** What a node holds under a name: the digests of the manifest and of its configuration. */
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

/** Removes both names of an image from a node. */
export async function removeOn(node: Container, image: NodeImage, docker: Docker): Promise<void> {
  await docker.exec(node.name, ctr('images', 'rm', ...bothNames(image)))
}

/** The name with the tag and the name with the digest. */
function bothNames({reference, digest}: NodeImage): [string, string] {
  return [reference.canonical, reference.withoutTag().withDigest(digest).canonical]
}

function namesOf(wanted: readonly NodeImage[]): string[] {
  return wanted.map(({reference}) => reference.canonical)
}

/**
 * Parses the output of `ctr images check`. Its last column shows whether the layers are unpacked, which fails on a full
 * disk.
 */
function missingIn(printed: string, wanted: readonly NodeImage[]): NodeImage[] {
  const held = new Map(
    [...printed.matchAll(/^(\S+)\s+\S+\s+(sha256:\S+)\s+complete .*\strue\s*$/gm)].map(([, a, b]) => [a, b]),
  )
  return wanted.filter(({reference, digest}) => held.get(reference.canonical) !== digest)
}

/** The last line of a failure on a node. */
export function lastLineOf(error: unknown): string {
  const output = isProcessError(error) && error.stderr.trim() !== '' ? error.stderr : String((error as Error).message)
  return output.trim().split('\n').at(-1) ?? ''
}
