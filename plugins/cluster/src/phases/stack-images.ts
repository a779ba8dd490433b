import {awaitRegistry, ImageReference, loadFromLayout, pullImage, registryOf} from '@rde/images'
import {imageIds, type Phase, type PhaseContext} from '@rde/plugin-kit'
import {commandLine} from '@rde/process-runner'
import type {ChosenStack} from '@rde/stack'

import {archivesToLoad, loadArchives} from '../images/load-archives.js'
import {describePushed, pushLines, pushLocalImages} from '../images/push-local-images.js'

/**
 * The sources of the stack, fetched while the nodes come up; and those of its images that are on this machine or in the
 * folder of `--stack`, pushed to the registry. The others are pulled by the nodes.
 */
export function stackImages(parts: ChosenStack): Phase {
  return {
    id: 'stack-images',
    title: 'Stack images',
    after: ['config'],
    deadlineMs: 600_000,
    asks: [imageIds],
    applies: () => parts.components.length > 0 || parts.layout !== undefined,

    async run(context) {
      context.report('preparing the components')
      const images = (await parts.images(context)).map(ImageReference.parse)
      const nodesAsk = asksByPlainName(context)
      // The nodes find them in the registry, whatever is installed on the cluster.
      if (parts.layout !== undefined && nodesAsk) images.unshift(...parts.declared.nodeImages.map(ImageReference.parse))
      await bringFromFolder(parts, images, context)
      const registry = await awaitRegistry(context)
      // Pods name them there: what is not in it, no node finds elsewhere.
      if (!nodesAsk) await pullAbsent(images, context)
      const pushed = await pushLocalImages(images, registry, context)
      return {changed: pushed.some(({changed}) => changed), detail: describePushed(pushed)}
    },

    async preview(context) {
      const images = (await parts.images(context)).map(ImageReference.parse)
      const ids = await context.answers.of(imageIds)
      const absent = images.filter(({familiar}) => !ids.has(familiar))
      const archives = parts.layout === undefined ? await archivesToLoad(parts.folder, images, context) : []
      // What archives hold, nobody knows before they are loaded.
      const local = parts.layout === undefined ? images.filter((image) => !absent.includes(image)) : images
      return [
        ...archives.map((path) => commandLine({file: 'docker', args: ['load', '--input', path]})),
        ...(parts.layout === undefined ? [] : absent.map((image) => `# loads ${image} from ${parts.layout!.folder}`)),
        ...pushLines(local, context),
      ]
    },
  }
}

/** Whether nodes look into the cluster's registry for each image, whatever its name; else only for what pods name there. */
function asksByPlainName(context: PhaseContext): boolean {
  return registryOf(context).podName === undefined
}

async function pullAbsent(images: readonly ImageReference[], context: PhaseContext): Promise<void> {
  const ids = await context.docker.imageIds()
  const absent = images.filter(({familiar, digest}) => digest === undefined && !ids.has(familiar))
  for (const reference of absent) await pullImage({source: reference, reference}, context)
}

/** Brings to Docker what the folder of `--stack` has of the images: of a layout, or all archives in it. */
async function bringFromFolder(parts: ChosenStack, images: readonly ImageReference[], context: PhaseContext) {
  if (parts.layout === undefined) await loadArchives(parts.folder, images, context)
  else if ((await loadFromLayout(images, parts.layout, context)) > 0) context.answers.forget(imageIds)
}
