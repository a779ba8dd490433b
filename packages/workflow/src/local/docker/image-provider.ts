import {ImageReference} from '@rde/images/image-reference'
import {isProcessError} from '@rde/process-runner'
import type {Docker} from '@rde/toolchain'

/**
 * Sees that Docker has the image of a step, once for all steps that use it. Resolves with the reason where it cannot be had,
 * with nothing where it is there.
 */
export function imageProvider(
  docker: Docker,
): (image: string, tell: (what: string) => void) => Promise<string | undefined> {
  const known = new Map<string, Promise<string | undefined>>()
  return (image, tell) => {
    const provided = known.get(image) ?? provide(docker, image, tell)
    known.set(image, provided)
    return provided
  }
}

async function provide(docker: Docker, image: string, tell: (what: string) => void): Promise<string | undefined> {
  // Docker would take a name like `-h` for a flag.
  if (ImageReference.read(image) === undefined) return `${JSON.stringify(image)} is not a valid image reference`
  if ((await docker.image(image)) !== undefined) return undefined
  tell(`pulling ${image}`)
  try {
    await docker.pull(image)
    return undefined
  } catch (error) {
    if (!isProcessError(error)) throw error
    const said = error.stderr.trim().split('\n').at(-1) ?? error.message
    return `the image ${image} is not here and cannot be pulled: ${said}`
  }
}
