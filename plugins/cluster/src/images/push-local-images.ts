import {mapImages, pushImage, registryOf, type Registry, type ImageReference, type PushedImage} from '@rde/images'
import {imageIds, type PhaseContext} from '@rde/plugin-kit'

interface PushedLocalImage extends PushedImage {
  readonly reference: ImageReference
  readonly id: string
}

/** Pushes those of the images that Docker has to the cluster's registry; what is there with the same content is left. */
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

/** The command lines that push the images, for `--dry-run`; what is unchanged is left out then. */
export function pushLines(references: readonly ImageReference[], context: PhaseContext): string[] {
  const registry = registryOf(context)
  return references.map((reference) => {
    const name = registry.pushName(reference)
    return `docker tag ${reference.familiar} ${name} && docker push ${name}`
  })
}

/** `2 of 9 sent`, `14 unchanged`: for the end of a phase's line. */
export function describePushed(pushed: readonly PushedImage[]): string {
  const changed = pushed.filter((image) => image.changed).length
  return changed === 0 ? `${pushed.length} unchanged` : `${changed} of ${pushed.length} sent`
}
