import type {Docker, LocalImage} from './docker.js'
import type {RegistryClient} from './registry-client.js'
import type {RegistryNames} from './registry.js'

export interface PushedImage {
  readonly digest: string
  /** Whether anything had to travel. */
  readonly changed: boolean
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
  const stored = await registry.find(pathOf(names))
  if (stored !== undefined && [stored.configDigest, stored.digest].includes(image.id)) {
    return {digest: stored.digest, changed: false}
  }
  sending(image.reference)
  await docker.tag(image.reference, names.push)
  try {
    return {digest: await docker.push(names.push), changed: true}
  } finally {
    await docker.untag(names.push)
  }
}

function pathOf({push}: RegistryNames): string {
  return push.slice(push.indexOf('/') + 1)
}
