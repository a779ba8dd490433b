import type {PhaseContext} from '@rde/plugin-kit'
import {familiarName, pushImage, type PushedImage, type RegistryClient} from '@rde/images'

/** As many as keep two cores and a disk busy: Docker compresses each layer on one core. */
const atOnce = 3

export interface SentImage extends PushedImage {
  readonly reference: string
  readonly imageId: string
}

/** Brings local images into the cluster's registry under their plain names; what is there with the same content is left. */
export async function sendImages(
  references: readonly string[],
  registry: RegistryClient,
  context: PhaseContext,
): Promise<SentImage[]> {
  const ids = await context.docker.imageIds()
  const waiting = references.flatMap((reference) => {
    const imageId = ids.get(familiarName(reference))
    return imageId === undefined ? [] : [{reference, imageId}]
  })
  const sending = (name: string) => context.report(`sending ${name}`)
  const sent: SentImage[] = []
  const sender = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const {reference, imageId: id} = next
      sent.push({...next, ...(await pushImage({reference, id}, {...context, registry, sending}))})
    }
  }
  await Promise.all(Array.from({length: atOnce}, sender))
  return sent
}

/** `9 sent`, `14 there`: for the end of a phase's line. */
export function describeSent(sent: readonly SentImage[]): string {
  const changed = sent.filter((image) => image.changed).length
  return changed === 0 ? `${sent.length} there` : `${changed} of ${sent.length} sent`
}
