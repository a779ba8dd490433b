import {runsInDocker, type RdeConfig} from '@rde/config'
import {exitCodes, isRdeError, RdeError} from '@rde/errors'
import {
  ImageReference,
  saveToLayout,
  type ImageContext,
  type ImageFailure,
  type ImageLayout,
  type ImageToSave,
} from '@rde/images'
import type {ChosenStack, StackContext} from '@rde/stack'

import {clusterImages} from '../../images/cluster-images.js'

/**
 * Every image that a start needs: those of the stack, of the services and, for a cluster in Docker, of its containers
 * and of k3s. Call it once the sources are downloaded.
 */
export function imagesToSave(stack: ChosenStack, config: RdeConfig) {
  return async (context: StackContext): Promise<ImageToSave[]> => {
    const ofNodes = runsInDocker(config)
      ? [...clusterImages(config.cluster.k3sImage), ...stack.declared.nodeImages.map(ImageReference.parse)]
      : []
    const named = (await stack.images(context)).map(ImageReference.parse)
    const others = [...ofNodes, ...named].map((reference) => ({reference}))
    const services = stack.services.map(({local, pullFrom}) => ({
      reference: ImageReference.parse(local),
      pullFrom: ImageReference.parse(pullFrom),
    }))
    const all = [...others, ...services]
    return [...new Map(all.map((image) => [image.reference.canonical, image])).values()]
  }
}

/**
 * Saves the images missing in the folder; resolves with their number. One error names every image that is not
 * available.
 */
export async function saveImages(
  images: readonly ImageToSave[],
  layout: ImageLayout,
  context: Pick<ImageContext, 'docker' | 'config' | 'report'>,
): Promise<number> {
  let saved = 0
  const failed: ImageFailure[] = []
  for (const [index, image] of images.entries()) {
    const report = (line: string) => context.report(`${index + 1} of ${images.length}: ${line}`)
    try {
      if (await saveToLayout(image, layout, {...context, report})) saved += 1
    } catch (error) {
      if (!isRdeError(error) || error.oclif.exit !== exitCodes.failed) throw error
      failed.push({reference: image.reference, error})
    }
  }
  await layout.prune()
  if (failed.length > 0) throw notSaved(failed)
  return saved
}

function notSaved(failed: readonly ImageFailure[]): RdeError {
  const errors = failed.map(({error}) => error as RdeError)
  const count = failed.length === 1 ? 'An image is' : `${failed.length} images are`
  const lines = errors.flatMap(({message}) => message.split('\n').map((line) => `  ${line}`))
  const remedies = errors.flatMap((error) => error.remedies)
  return new RdeError([`${count} missing in the folder:`, ...lines].join('\n'), {
    code: 'RDE_IMAGES_MISSING',
    exitCode: exitCodes.failed,
    remedies: [...new Map(remedies.map((remedy) => [remedy.command, remedy])).values()],
    outcome: 'Everything else was saved. Run the same command again to continue.',
  })
}
