import {exitCodes, isRdeError, RdeError} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'
import type {LocalImage} from '@rde/toolchain'

import type {ImageContext} from '../context/image-context.js'
import type {ImageReference} from '../image-reference.js'
import {originOf, type ImageOrigin} from '../record/record-images.js'
import {needsLogin, pullRemedies} from '../registry/registry-remedies.js'

/** An image to acquire, and how. */
export interface WantedImage {
  readonly reference: ImageReference
  /** Pull this name even if Docker already has the image. */
  readonly pull?: ImageReference | undefined
  readonly platform?: string | undefined
  /** The image that Docker has under the reference, if Docker was already asked. */
  readonly local?: Promise<LocalImage | undefined> | undefined
  /** Where the content came from, if the image was just tagged with this name. */
  readonly origin?: ImageOrigin | undefined
}

export interface AcquiredImage extends Omit<LocalImage, 'reference'>, ImageOrigin {
  readonly reference: ImageReference
}

type AcquireContext = Pick<ImageContext, 'docker' | 'config' | 'report'>

/** Returns the image in the local Docker. Pulls it with Docker's credentials if it is missing or `pull` is set. */
export async function acquireImage(wanted: WantedImage, context: AcquireContext): Promise<AcquiredImage> {
  const {reference, pull, platform, origin} = wanted
  const {docker, config} = context
  const local = pull === undefined ? await (wanted.local ?? docker.image(reference.familiar)) : undefined
  if (local !== undefined) {
    const {from, pulledFrom} = origin ?? originOf({reference, id: local.id}, config())
    return {...local, reference, from, pulledFrom}
  }
  const source = pull ?? reference
  await pullImage({source, reference, platform}, context)
  const pulled = await docker.image(reference.familiar)
  if (pulled === undefined) throw new Error(`docker pulled ${source} but does not have it`)
  return {...pulled, reference, from: 'registry', pulledFrom: source.familiar}
}

interface PullOptions {
  readonly source: ImageReference
  /** The local name. */
  readonly reference: ImageReference
  readonly platform?: string | undefined
}

/** Pulls an image and tags it. Throws RDE_IMAGE_LOGIN or RDE_IMAGE_MISSING with the registry's message. */
export async function pullImage(
  {source, reference, platform}: PullOptions,
  {docker, report}: Pick<ImageContext, 'docker' | 'report'>,
): Promise<void> {
  report(`pulling ${source}`)
  try {
    await docker.pull(source.familiar, platform)
  } catch (error) {
    if (isRdeError(error) || !isProcessError(error) || error.failure === 'cancelled') throw error
    throw unavailable(source, error.stderr.trim() || error.message)
  }
  if (!source.equals(reference)) await docker.tag(source.familiar, reference.familiar)
}

function unavailable(reference: ImageReference, message: string): RdeError {
  const refusal = {reference, message, command: `docker pull ${reference}`}
  return new RdeError(`${reference} is not in Docker, and pulling it failed:\n${message}`, {
    code: needsLogin(refusal) ? 'RDE_IMAGE_LOGIN' : 'RDE_IMAGE_MISSING',
    exitCode: exitCodes.failed,
    remedies: [
      ...pullRemedies(refusal),
      {what: 'Build it here', command: `docker build --tag ${reference} .`},
      {what: 'List the images in Docker', command: 'docker images'},
    ],
    outcome: 'The image was not imported. Running workloads are unchanged.',
  })
}
