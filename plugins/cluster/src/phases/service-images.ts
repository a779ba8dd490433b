import {awaitRegistry, ImageReference, loadFromLayout, originOf, pullImage, recordImages} from '@rde/images'
import {imageIds, type Phase, type PhaseContext} from '@rde/plugin-kit'
import type {ChosenStack} from '@rde/stack'

import {describePushed, pushLines, pushLocalImages} from '../images/push-local-images.js'

/**
 * Pushes each service image to the cluster's registry: its `:local` tag if Docker has it, else pulled and tagged so.
 * Saves its digest in config.json, which determines what runs.
 */
export function serviceImages(stack: ChosenStack): Phase {
  return {
    id: 'service-images',
    title: 'Service images',
    after: ['config'],
    deadlineMs: 600_000,
    asks: [imageIds],
    applies: () => stack.services.length > 0,

    async run(context) {
      const images = imagesOf(stack)
      const references = images.map(({reference}) => reference)
      if (stack.layout !== undefined && (await loadFromLayout(references, stack.layout, context)) > 0)
        context.answers.forget(imageIds)
      const pulled = await pullMissing(images, context)
      const pushed = await pushLocalImages(references, await awaitRegistry(context), context)
      const recorded = pushed.map((image) => {
        const source = pulled.get(image.reference)
        const origin = source === undefined ? originOf(image, context.config()) : pulledFrom(source)
        return {...image, ...origin}
      })
      await recordImages(recorded, context)
      return {changed: pushed.some(({changed}) => changed), detail: describePushed(pushed)}
    },

    async preview(context) {
      const images = imagesOf(stack)
      const missing = await missingOf(images, context)
      const commands = missing.map(({reference, source}) =>
        stack.layout === undefined
          ? `docker pull ${source} && docker tag ${source} ${reference}`
          : `# loads ${reference} from ${stack.layout.folder}`,
      )
      const ids = await context.answers.of(imageIds)
      const pushed = images.filter((image) => missing.includes(image) || ids.has(image.reference.familiar))
      return [
        ...commands,
        ...pushLines(
          pushed.map(({reference}) => reference),
          context,
        ),
      ]
    },
  }
}

function imagesOf({services}: ChosenStack): ServiceImage[] {
  return services.map(({local, pullFrom}) => ({
    reference: ImageReference.parseTagged(local),
    source: ImageReference.parse(pullFrom),
  }))
}

interface ServiceImage {
  readonly reference: ImageReference
  readonly source: ImageReference
}

/** The images to pull: neither in Docker nor recorded as imported. */
async function missingOf(images: readonly ServiceImage[], {answers, config}: PhaseContext): Promise<ServiceImage[]> {
  const ids = await answers.of(imageIds)
  const recorded = new Set(config().images.map(({reference}) => reference))
  return images.filter(({reference: {familiar}}) => !ids.has(familiar) && !recorded.has(familiar))
}

/** Resolves with the source of each pulled image. */
async function pullMissing(
  images: readonly ServiceImage[],
  context: PhaseContext,
): Promise<Map<ImageReference, ImageReference>> {
  const missing = await missingOf(images, context)
  for (const image of missing) await pullImage(image, context)
  if (missing.length > 0) context.answers.forget(imageIds)
  return new Map(missing.map(({reference, source}) => [reference, source]))
}

function pulledFrom(source: ImageReference) {
  return {from: 'registry', pulledFrom: source.familiar} as const
}
