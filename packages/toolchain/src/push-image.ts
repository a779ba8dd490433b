import type {ClusterIdentity} from '@rde/config'
import {RdeError} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'

import type {Docker} from './docker/docker.js'
import type {LocalImage} from './docker/image.js'
import type {RegistryClient, StoredImage} from './registry-client.js'
import {registryNames, repositoryPath} from './registry.js'

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

export interface PushMeans {
  readonly docker: Docker
  readonly registry: RegistryClient
  readonly identity: ClusterIdentity
  /** Awaited before something travels, which it can prevent by an error. */
  sending(reference: string): void | Promise<void>
}

/**
 * Brings the registry's copy of an image to what Docker has under that reference now. Content is compared, never names:
 * a tag that was moved, back as well, is noticed. Only the layers that the registry lacks travel.
 */
export async function pushImage(
  {reference, id}: Pick<LocalImage, 'reference' | 'id'>,
  {docker, registry, identity, sending}: PushMeans,
): Promise<PushedImage> {
  const stored = await registry.find(repositoryPath(reference))
  if (stored !== undefined && isCopyOf(id, stored)) {
    const {digest, configDigest, layers} = stored
    return {digest, configDigest, changed: false, sentBytes: 0, totalBytes: sum(layers)}
  }
  await sending(reference)
  const {push} = registryNames(reference, identity, registry.port)
  await docker.tag(reference, push)
  const pushed = docker.push(push)
  // Its own failure would only hide the one that counts.
  const untagged = pushed.catch(() => {}).then(() => docker.untag(push))
  const {digest, layers} = await pushed.catch(async (error: unknown) => {
    await untagged
    throw withPlainName(error, reference, push)
  })
  const [arrived] = await Promise.all([registry.find(byDigest(reference, digest)), untagged])
  const sizes = arrived?.layers ?? []
  // Docker tells of the newest layer first. Where it tells of another number than there are, all counts as sent.
  const told = layers.length === sizes.length ? [...layers].reverse() : undefined
  const sentBytes = sum(sizes.filter((_, index) => told?.[index]?.sent ?? true))
  return {digest, configDigest: arrived?.configDigest, changed: true, sentBytes, totalBytes: sum(sizes)}
}

/** An image's id is its configuration's digest in Docker's classic store, its manifest's in the containerd store. */
function isCopyOf(id: string, {configDigest, digest}: StoredImage): boolean {
  return [configDigest, digest].includes(id)
}

/** A failed push names the registry on this machine, which tells the user nothing. */
function withPlainName(error: unknown, reference: string, push: string): unknown {
  if (!isProcessError(error) || error.failure === 'cancelled') return error
  const said = error.message.split('\n').slice(1).join('\n').replaceAll(push, reference)
  return new RdeError(`${reference} could not be sent to the cluster's registry:\n${said}`, {
    code: 'RDE_IMAGE_NOT_SENT',
    remedies: [{what: 'Repair the cluster', command: 'rde cluster start'}],
    outcome: 'What runs goes on.',
  })
}

function byDigest(reference: string, digest: string): string {
  const path = repositoryPath(reference)
  return `${path.slice(0, path.lastIndexOf(':'))}@${digest}`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
