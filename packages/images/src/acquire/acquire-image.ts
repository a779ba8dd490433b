import {exitCodes, isRdeError, RdeError} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'
import type {LocalImage} from '@rde/toolchain'

import type {ImageContext} from '../context/image-context.js'
import type {ImageReference} from '../image-reference.js'
import {originOf, type ImageOrigin} from '../record/record-images.js'
import {needsLogin, pullRemedies} from '../registry/registry-words.js'

/** An image to acquire, and how. */
export interface WantedImage {
  readonly reference: ImageReference
  /** Pulled anew under this name, whether Docker has the image or not. */
  readonly pull?: ImageReference | undefined
  readonly platform?: string | undefined
  /** What Docker has under the reference, where it was asked already. */
  readonly local?: Promise<LocalImage | undefined> | undefined
  /** Where its content came from, if it was given this name just now. */
  readonly origin?: ImageOrigin | undefined
}

export interface AcquiredImage extends Omit<LocalImage, 'reference'>, ImageOrigin {
  readonly reference: ImageReference
}

type AcquireContext = Pick<ImageContext, 'docker' | 'config' | 'report'>

/** The image as Docker here has it; pulled with Docker's own credentials where it has none, or where that is wanted. */
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
  if (pulled === undefined) throw new Error(`docker pulled ${source} and does not have it`)
  return {...pulled, reference, from: 'registry', pulledFrom: source.familiar}
}

interface PullOptions {
  readonly source: ImageReference
  /** The name that it gets here. */
  readonly reference: ImageReference
  readonly platform?: string | undefined
}

/** Pulls an image and gives it its name. Throws RDE_IMAGE_LOGIN or RDE_IMAGE_MISSING with the registry's own reason. */
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

function unavailable(reference: ImageReference, words: string): RdeError {
  const refusal = {reference, words, command: `docker pull ${reference}`}
  return new RdeError(`${reference} is not in Docker, and pulling it failed:\n${words}`, {
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
