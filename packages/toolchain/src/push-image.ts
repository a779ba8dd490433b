import type {Docker, LocalImage} from './docker.js'
import type {RegistryClient, StoredImage} from './registry-client.js'
import type {RegistryNames} from './registry.js'

export interface PushedImage {
  readonly digest: string
  /** Whether anything had to travel. */
  readonly changed: boolean
  /** Bytes of the layers as they travel: those that had to, and all. */
  readonly sentBytes: number
  readonly totalBytes: number
}

export interface Transfer {
  readonly docker: Docker
  readonly registry: RegistryClient
  /** Told when something has to travel. */
  sending(reference: string): void
}

/**
 * Brings the registry's copy of an image to what Docker has under that reference now. Content is compared, never names:
 * a tag that was moved, back as well, is noticed.
 */
export async function pushImage(
  image: Pick<LocalImage, 'reference' | 'id'>,
  names: RegistryNames,
  {docker, registry, sending}: Transfer,
): Promise<PushedImage> {
  const stored = await storedCopy(image, names, registry)
  if (stored !== undefined) {
    return {digest: stored.digest, changed: false, sentBytes: 0, totalBytes: sum(stored.layers)}
  }
  sending(image.reference)
  await docker.tag(image.reference, names.push)
  try {
    const {digest, layers} = await docker.push(names.push)
    const sizes = (await registry.find(byDigest(names, digest)))?.layers ?? []
    // Docker tells of the newest layer first. Where it tells of another number than there are, all counts as sent.
    const told = layers.length === sizes.length ? [...layers].reverse() : undefined
    const sentBytes = sum(sizes.filter((_, index) => told?.[index]?.sent ?? true))
    return {digest, changed: true, sentBytes, totalBytes: sum(sizes)}
  } finally {
    await docker.untag(names.push)
  }
}

/** What the registry has under the image's name, if that is the image's very content. */
export async function storedCopy(
  {id}: Pick<LocalImage, 'id'>,
  names: RegistryNames,
  registry: RegistryClient,
): Promise<StoredImage | undefined> {
  const stored = await registry.find(pathOf(names))
  return stored !== undefined && [stored.configDigest, stored.digest].includes(id) ? stored : undefined
}

function pathOf({push}: RegistryNames): string {
  return push.slice(push.indexOf('/') + 1)
}

function byDigest(names: RegistryNames, digest: string): string {
  const path = pathOf(names)
  return `${path.slice(0, path.lastIndexOf(':'))}@${digest}`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
