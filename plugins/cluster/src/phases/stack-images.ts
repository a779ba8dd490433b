import {awaitRegistry, ImageReference, loadFromLayout, pullImage, registryOf} from '@rde/images'
import {imageIds, type Phase, type PhaseContext} from '@rde/plugin-kit'
import {commandLine} from '@rde/process-runner'
import type {ChosenStack} from '@rde/stack'

import {archivesToLoad, loadArchives} from '../images/load-archives.js'
import {describePushed, pushLines, pushLocalImages} from '../images/push-local-images.js'

/**
 * Fetches the sources of the stack while the nodes start, and pushes those of its images that are on this machine or in
 * the folder of `--stack` to the registry. The nodes pull the others.
 */
export function stackImages(stack: ChosenStack): Phase {
  return {
    id: 'stack-images',
    title: 'Stack images',
    after: ['config'],
    deadlineMs: 600_000,
    asks: [imageIds],
    applies: () => stack.components.length > 0 || stack.layout !== undefined,

    async run(context) {
      context.report('preparing the components')
      const images = (await stack.images(context)).map(ImageReference.parse)
      const mirrorsAll = mirrorsAllImages(context)
      // The nodes pull these from the registry, whatever is installed on the cluster.
      if (stack.layout !== undefined && mirrorsAll)
        images.unshift(...stack.declared.nodeImages.map(ImageReference.parse))
      await loadFromFolder(stack, images, context)
      const registry = await awaitRegistry(context)
      // Pods name the images in this registry: a missing one is not found elsewhere.
      if (!mirrorsAll) await pullAbsent(images, context)
      const pushed = await pushLocalImages(images, registry, context)
      return {changed: pushed.some(({changed}) => changed), detail: describePushed(pushed)}
    },

    async preview(context) {
      const images = (await stack.images(context)).map(ImageReference.parse)
      const ids = await context.answers.of(imageIds)
      const absent = images.filter(({familiar}) => !ids.has(familiar))
      const archives = stack.layout === undefined ? await archivesToLoad(stack.folder, images, context) : []
      // The content of archives is unknown until they are loaded.
      const local = stack.layout === undefined ? images.filter((image) => !absent.includes(image)) : images
      return [
        ...archives.map((path) => commandLine({file: 'docker', args: ['load', '--input', path]})),
        ...(stack.layout === undefined ? [] : absent.map((image) => `# loads ${image} from ${stack.layout!.folder}`)),
        ...pushLines(local, context),
      ]
    },
  }
}

/** Whether nodes look in the cluster's registry for every image, or only for images named with its address. */
function mirrorsAllImages(context: PhaseContext): boolean {
  return registryOf(context).podName === undefined
}

async function pullAbsent(images: readonly ImageReference[], context: PhaseContext): Promise<void> {
  const ids = await context.docker.imageIds()
  const absent = images.filter(({familiar, digest}) => digest === undefined && !ids.has(familiar))
  for (const reference of absent) await pullImage({source: reference, reference}, context)
}

/** Loads the images from the folder of `--stack` into Docker: those of its layout, or all archives. */
async function loadFromFolder(stack: ChosenStack, images: readonly ImageReference[], context: PhaseContext) {
  if (stack.layout === undefined) await loadArchives(stack.folder, images, context)
  else if ((await loadFromLayout(images, stack.layout, context)) > 0) context.answers.forget(imageIds)
}
