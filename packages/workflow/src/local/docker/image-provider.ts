import {ImageReference} from '@rde/images/image-reference'
import {isProcessError} from '@rde/process-runner'
import type {Docker} from '@rde/toolchain'

/**
 * Pulls the image of a step unless Docker has it, once for all steps that use it. Resolves with the reason if the image
 * is not available, with undefined if it is.
 */
export function imageProvider(
  docker: Docker,
): (image: string, onNotice: (message: string) => void) => Promise<string | undefined> {
  const known = new Map<string, Promise<string | undefined>>()
  return (image, onNotice) => {
    const provided = known.get(image) ?? provide(docker, image, onNotice)
    known.set(image, provided)
    return provided
  }
}

async function provide(
  docker: Docker,
  image: string,
  onNotice: (message: string) => void,
): Promise<string | undefined> {
  // Docker would parse a name like `-h` as a flag.
  if (ImageReference.read(image) === undefined) return `${JSON.stringify(image)} is not a valid image reference`
  if ((await docker.image(image)) !== undefined) return undefined
  onNotice(`pulling ${image}`)
  try {
    await docker.pull(image)
    return undefined
  } catch (error) {
    if (!isProcessError(error)) throw error
    const reason = error.stderr.trim().split('\n').at(-1) ?? error.message
    return `the image ${image} is not in Docker and cannot be pulled: ${reason}`
  }
}
