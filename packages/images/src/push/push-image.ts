import {RdeError} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'

import type {Docker} from '@rde/toolchain/docker/docker'
import type {LocalImage, PushedLayer} from '@rde/toolchain/docker/image'

import type {ImageReference} from '../image-reference.js'
import {pushRemedies} from '../registry/registry-words.js'
import {bytesOf, type Registry, type StoredImage, type StoredLayer} from '../registry/registry.js'

export interface PushedImage {
  readonly digest: string
  /** Of its configuration: what a runtime calls an image that it has no digest of. Unknown of several platforms. */
  readonly configDigest: string | undefined
  /** Whether anything had to travel. */
  readonly changed: boolean
  /** Bytes of the layers as they travel: those that had to, and all. */
  readonly sentBytes: number
  readonly totalBytes: number
}

/** An image by its name, with what Docker was already asked of it. */
export type PushableImage = Pick<LocalImage, 'id'> &
  Partial<Omit<LocalImage, 'reference'>> & {readonly reference: ImageReference}

export interface PushContext {
  readonly docker: Docker
  readonly registry: Registry
  /** Awaited before something travels, which it can prevent by an error. */
  beforePush(reference: ImageReference): void | Promise<void>
  /** Called when the push begins, with the digest that it will have arrived by. */
  onPush?(arrival: Promise<{readonly digest: string}>): void
}

/**
 * Brings the registry's copy of an image to what Docker has under that reference now. Content is compared, never names:
 * a tag that was moved, back as well, is noticed. Only the layers that the registry lacks travel, and of an index only what
 * containers here run: BuildKit makes a new index, of new attestations, each time that it builds the same content.
 */
export async function pushImage(
  image: PushableImage,
  {docker, registry, beforePush, onPush}: PushContext,
): Promise<PushedImage> {
  const {reference, id} = image
  const stored = await registry.find(reference)
  if (stored !== undefined && isCopyOf(id, stored)) return unchanged(stored)
  const inIndex = await docker.manifestInIndex({...image, reference: reference.familiar})
  if (stored !== undefined && inIndex?.digest === stored.digest) return unchanged(stored)
  const name = registry.pushName(reference)
  // Side by side, since each call of Docker takes its time.
  const ready = await Promise.allSettled([beforePush(reference), docker.tag(reference.familiar, name)])
  const refused = ready.find((end) => end.status === 'rejected')
  if (refused !== undefined) {
    await docker.untag(name).catch(() => {})
    throw refused.reason
  }
  const pushed = pushOrPushAgain(() => docker.push(name, inIndex?.platform))
  onPush?.(pushed)
  // A failure of the clean-up must not hide that of the push.
  const untagged = pushed.catch(() => {}).then(() => docker.untag(name))
  const {digest, layers: told} = await pushed.catch(async (error: unknown) => {
    await untagged
    throw notPushed(error, reference, registry)
  })
  const [arrived] = await Promise.all([registry.find(reference.withDigest(digest)), untagged])
  const layers = arrived?.layers ?? []
  // An index that Docker holds in part gets another digest than its id, so it is only recognised after the push.
  const changed = digest !== stored?.digest
  const sentBytes = changed ? bytesOf(sentOf(layers, told)) : 0
  return {digest, configDigest: arrived?.configDigest, changed, sentBytes, totalBytes: bytesOf(layers)}
}

/** A registry that stumbled (seen once from registry 2, under load) kept the layers that had arrived. */
const stumbled = /unexpected HTTP status: 5\d\d/

async function pushOrPushAgain<Pushed>(push: () => Promise<Pushed>): Promise<Pushed> {
  return push().catch((error: unknown) => {
    if (!isProcessError(error) || !stumbled.test(error.stderr)) throw error
    return push()
  })
}

function unchanged({digest, configDigest, layers}: StoredImage): PushedImage {
  return {digest, configDigest, changed: false, sentBytes: 0, totalBytes: bytesOf(layers)}
}

/** The layers that were sent; all of them if Docker's output does not match the layers in the registry. */
function sentOf(layers: readonly StoredLayer[], told: readonly PushedLayer[]): readonly StoredLayer[] {
  const byDigest = layers.map(({digest}) => told.find(({id}) => digest.startsWith(`sha256:${id}`)))
  if (byDigest.every((one) => one !== undefined)) return layers.filter((_, index) => byDigest[index]!.sent)
  // The classic store prints names of its own, the newest layer first.
  if (told.length !== layers.length) return layers
  return layers.filter((_, index) => told.at(-1 - index)!.sent)
}

/** An image's id is its configuration's digest in Docker's classic store, its manifest's or index's in the containerd store. */
function isCopyOf(id: string, {configDigest, digest}: StoredImage): boolean {
  return [configDigest, digest].includes(id)
}

/** A failed push names the registry on this machine, which tells the user nothing. */
function notPushed(error: unknown, reference: ImageReference, registry: Registry): unknown {
  if (!isProcessError(error) || error.failure === 'cancelled') return error
  const words = error.message.split('\n').slice(1).join('\n').replaceAll(registry.pushName(reference), `${reference}`)
  const refusal = {reference, host: registry.pushHost, words, command: `rde images import ${reference}`}
  return new RdeError(`${reference} could not be pushed to the cluster's registry:\n${words}`, {
    code: 'RDE_IMAGE_NOT_SENT',
    remedies: pushRemedies(refusal, registry.container),
    outcome: 'Running workloads are unchanged.',
  })
}
