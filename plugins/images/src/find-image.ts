import {exitCodes, isRdeError, RdeError} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'
import {parseImageReference} from '@rde/images/image-reference'
import type {LocalImage} from '@rde/toolchain'

import type {ImageContext} from './image-context.js'

/** What is to be imported, and how. */
export interface WantedImage {
  readonly reference: string
  /** What to pull anew, whatever there is here. */
  readonly pull?: string | undefined
  readonly platform?: string | undefined
  /** Where its content was taken from, if it was given this name just now. */
  readonly origin?: Pick<FoundImage, 'from' | 'pulledFrom'> | undefined
}

export interface FoundImage extends LocalImage {
  readonly from: 'docker' | 'registry'
  readonly pulledFrom: string | null
}

/** The image as Docker here has it; pulled with Docker's own credentials where it has none, or where that is wanted. */
export async function findImage(wanted: WantedImage, context: ImageContext): Promise<FoundImage> {
  const {reference, pull, platform, origin} = wanted
  const {docker, config, foreknown} = context
  const asked = () => foreknown.images.get(reference) ?? docker.image(reference)
  const local = pull === undefined ? await asked() : undefined
  if (local !== undefined && origin !== undefined) return {...local, from: origin.from, pulledFrom: origin.pulledFrom}
  if (local !== undefined) {
    const before = config().images.find((image) => image.reference === reference)
    const same = before?.imageId === local.id
    return {...local, from: same ? before.from : 'docker', pulledFrom: same ? before.pulledFrom : null}
  }
  const pulledFrom = pull ?? reference
  await pullImage(pulledFrom, platform, context)
  if (pulledFrom !== reference) await docker.tag(pulledFrom, reference)
  const pulled = await docker.image(reference)
  if (pulled === undefined) throw new Error(`docker pulled ${pulledFrom} and does not have it`)
  return {...pulled, from: 'registry', pulledFrom}
}

async function pullImage(reference: string, platform: string | undefined, {docker, report}: ImageContext) {
  report(`pulling ${reference}`)
  try {
    await docker.pull(reference, platform)
  } catch (error) {
    if (isRdeError(error) || !isProcessError(error) || error.failure === 'cancelled') throw error
    throw notToBeHad(reference, error.stderr.trim() || error.message)
  }
}

const refused = /unauthorized|authentication required|no basic auth|access denied|forbidden|may require 'docker login'/i

function notToBeHad(reference: string, said: string): RdeError {
  const {host} = parseImageReference(reference)
  const login = {what: 'Sign in there, if it asks for that', command: `docker login ${host}`}
  return new RdeError(`${reference} is not in Docker here, and cannot be pulled:\n${said}`, {
    code: refused.test(said) ? 'RDE_IMAGE_LOGIN' : 'RDE_IMAGE_MISSING',
    exitCode: exitCodes.failed,
    remedies: [
      ...(refused.test(said) ? [login] : []),
      {what: 'Build it here', command: `docker build --tag ${reference} .`},
      {what: 'See what there is', command: 'docker images'},
    ],
    outcome: 'It was not imported; what runs goes on.',
  })
}
