import {isProcessError} from '@rde/process-runner'
import type {Container, Docker} from '@rde/toolchain'

import {aimAtRegistry, checkOf, ctr, ownProgramsFirst, pullMs, pullOf} from './ctr.js'

/** One image as a node's runtime is to hold it. */
export interface NodeImage {
  /** Its name there: `docker.io/library/x:local`. */
  readonly canonical: string
  readonly digest: string
}

/** What one node lacks of these images: its runtime is asked which content it holds whole under which name. */
export async function lackingOn(node: Container, wanted: readonly NodeImage[], docker: Docker): Promise<NodeImage[]> {
  return lackingIn(
    await docker.exec(node.name, ['sh', '-c', `${ownProgramsFirst} ${checkOf(namesOf(wanted))}`]),
    wanted,
  )
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
  const names = namesOf(wanted)
  const pulls = `for name; do ${pullOf('"$name"')} >/dev/null || exit 1; done;`
  const script = [ownProgramsFirst, 'registry=$1; shift;', aimAtRegistry, pulls, checkOf(names)].join(' ')
  return lackingIn(await docker.exec(node.name, ['sh', '-c', script, 'sh', registryUrl, ...names], pullMs), wanted)
}

/**
 * Gives images that a node holds their names by digest as well: without a registry its kubelet could not make them. Resolves
 * with those that the node does not hold.
 */
export async function nameOn(node: Container, wanted: readonly NodeImage[], docker: Docker): Promise<NodeImage[]> {
  const lacking = await lackingOn(node, wanted, docker)
  const held = wanted.filter((image) => !lacking.includes(image))
  for (const image of held) await docker.exec(node.name, ctr('images', 'tag', '--force', ...bothNames(image)))
  return lacking
}

/** What a node holds under a name: the digest of its manifest, and that of the configuration in it. */
export async function describeOn(node: Container, canonical: string, docker: Docker): Promise<HeldImage | undefined> {
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

/** The name by its tag, and that by its digest. */
export function bothNames({canonical, digest}: NodeImage): [string, string] {
  return [canonical, `${canonical.slice(0, canonical.lastIndexOf(':'))}@${digest}`]
}

function namesOf(wanted: readonly NodeImage[]): string[] {
  return wanted.map(({canonical}) => canonical)
}

/**
 * What a node lacks, by what `ctr images check` printed there. The last column tells whether the layers are unpacked, too: on
 * a full disk that is what fails.
 */
function lackingIn(printed: string, wanted: readonly NodeImage[]): NodeImage[] {
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
