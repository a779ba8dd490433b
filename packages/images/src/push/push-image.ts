import {RdeError} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'

import type {Docker} from '@rde/toolchain/docker/docker'
import type {LocalImage, PushedLayer} from '@rde/toolchain/docker/image'

import type {ImageReference} from '../image-reference.js'
import {pushRemedies} from '../registry/registry-remedies.js'
import {bytesOf, type Registry, type StoredImage, type StoredLayer} from '../registry/registry.js'

export interface PushedImage {
  readonly digest: string
  /** The digest of its configuration: how a runtime identifies an image without a digest. Undefined for an index. */
  readonly configDigest: string | undefined
  /** Whether anything was sent. */
  readonly changed: boolean
  /** Compressed size of the layers: of those sent, and of all. */
  readonly sentBytes: number
  readonly totalBytes: number
}

/** An image name with what is already known about the image. */
export type PushableImage = Pick<LocalImage, 'id'> &
  Partial<Omit<LocalImage, 'reference'>> & {readonly reference: ImageReference}

export interface PushContext {
  readonly docker: Docker
  readonly registry: Registry
  /** Awaited before anything is sent; an error prevents the push. */
  beforePush(reference: ImageReference): void | Promise<void>
  /** Called when the push begins; `arrival` resolves with the digest when it ends. */
  onPush?(arrival: Promise<{readonly digest: string}>): void
}

/**
 * Updates the registry's copy of an image to the content in Docker. Compares content, never names, so that a moved tag
 * is noticed. Sends only the layers missing in the registry, and of an index only the platform that runs here: BuildKit
 * creates a new index with new attestations each time it builds the same content.
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
  // In parallel, since each call of Docker takes time.
  const ready = await Promise.allSettled([beforePush(reference), docker.tag(reference.familiar, name)])
  const refused = ready.find((end) => end.status === 'rejected')
  if (refused !== undefined) {
    await docker.untag(name).catch(() => {})
    throw refused.reason
  }
  const pushed = pushWithRetry(() => docker.push(name, inIndex?.platform))
  onPush?.(pushed)
  // A cleanup failure must not hide a failed push.
  const untagged = pushed.catch(() => {}).then(() => docker.untag(name))
  const {digest, layers: printed} = await pushed.catch(async (error: unknown) => {
    await untagged
    throw notPushed(error, reference, registry)
  })
  const [arrived] = await Promise.all([registry.find(reference.withDigest(digest)), untagged])
  const layers = arrived?.layers ?? []
  // The digest of a partial index differs from its id, so it is only recognised after the push.
  const changed = digest !== stored?.digest
  const sentBytes = changed ? bytesOf(sentOf(layers, printed)) : 0
  return {digest, configDigest: arrived?.configDigest, changed, sentBytes, totalBytes: bytesOf(layers)}
}

/** A transient registry error (seen once with registry 2 under load); the registry keeps the layers already sent. */
const transientError = /unexpected HTTP status: 5\d\d/

async function pushWithRetry<Pushed>(push: () => Promise<Pushed>): Promise<Pushed> {
  return push().catch((error: unknown) => {
    if (!isProcessError(error) || !transientError.test(error.stderr)) throw error
    return push()
  })
}

function unchanged({digest, configDigest, layers}: StoredImage): PushedImage {
  return {digest, configDigest, changed: false, sentBytes: 0, totalBytes: bytesOf(layers)}
}

/** The layers that were sent; all of them if Docker's output does not match the layers in the registry. */
function sentOf(layers: readonly StoredLayer[], printed: readonly PushedLayer[]): readonly StoredLayer[] {
  const byDigest = layers.map(({digest}) => printed.find(({id}) => digest.startsWith(`sha256:${id}`)))
  if (byDigest.every((one) => one !== undefined)) return layers.filter((_, index) => byDigest[index]!.sent)
  // The classic store prints other ids, newest layer first.
  if (printed.length !== layers.length) return layers
  return layers.filter((_, index) => printed.at(-1 - index)!.sent)
}

/**
 * An image id is a configuration digest in Docker's classic store, a manifest or index digest in the containerd store.
 */
function isCopyOf(id: string, {configDigest, digest}: StoredImage): boolean {
  return [configDigest, digest].includes(id)
}

/** Replaces the registry name on this machine, which means nothing to the user. */
function notPushed(error: unknown, reference: ImageReference, registry: Registry): unknown {
  if (!isProcessError(error) || error.failure === 'cancelled') return error
  const message = error.message.split('\n').slice(1).join('\n').replaceAll(registry.pushName(reference), `${reference}`)
  const refusal = {reference, host: registry.pushHost, message, command: `rde images import ${reference}`}
  return new RdeError(`${reference} could not be pushed to the cluster's registry:\n${message}`, {
    code: 'RDE_IMAGE_NOT_SENT',
    remedies: pushRemedies(refusal, registry.container),
    outcome: 'Running workloads are unchanged.',
  })
}
