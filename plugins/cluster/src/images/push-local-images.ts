import {mapImages, pushImage, registryOf, type Registry, type ImageReference, type PushedImage} from '@rde/images'
import {imageIds, type PhaseContext} from '@rde/plugin-kit'

interface PushedLocalImage extends PushedImage {
  readonly reference: ImageReference
  readonly id: string
}

/** Pushes the images that Docker has to the cluster's registry. Images with the same content there are skipped. */
export async function pushLocalImages(
  references: readonly ImageReference[],
  registry: Registry,
  {docker, report, answers}: PhaseContext,
): Promise<PushedLocalImage[]> {
  const ids = await answers.of(imageIds)
  const local = references.flatMap((reference) => {
    const id = ids.get(reference.familiar)
    return id === undefined ? [] : [{reference, id}]
  })
  const beforePush = (reference: ImageReference) => report(`pushing ${reference}`)
  const {done, failed} = await mapImages(local, async (image) => ({
    ...image,
    ...(await pushImage(image, {docker, registry, beforePush})),
  }))
  if (failed[0] !== undefined) throw failed[0].error
  return done
}

/** The command lines that push the images, for `--dry-run`. A real run skips unchanged images. */
export function pushLines(references: readonly ImageReference[], context: PhaseContext): string[] {
  const registry = registryOf(context)
  return references.map((reference) => {
    const name = registry.pushName(reference)
    return `docker tag ${reference.familiar} ${name} && docker push ${name}`
  })
}

/** The detail in a phase's line: `2 of 9 sent`, `14 unchanged`. */
export function describePushed(pushed: readonly PushedImage[]): string {
  const changed = pushed.filter((image) => image.changed).length
  return changed === 0 ? `${pushed.length} unchanged` : `${changed} of ${pushed.length} sent`
}
