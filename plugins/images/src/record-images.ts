import type {ImportedImage} from '@rde/config'

import type {ImageContext} from './image-context.js'
import type {SentImage} from './transport/transport.js'

/** Notes what was imported in config.json, in one change; writes nothing where all is as it was. */
export async function recordImages(
  images: readonly SentImage[],
  {config, updateConfig}: Pick<ImageContext, 'config' | 'updateConfig'>,
): Promise<void> {
  const known = new Map(config().images.map((image) => [image.reference, image]))
  const entries = images.flatMap(({reference, from, pulledFrom, id, digest}): ImportedImage[] => {
    const before = known.get(reference)
    const same = before?.digest === digest && before.imageId === id && before.pulledFrom === pulledFrom
    return same ? [] : [{reference, from, pulledFrom, imageId: id, digest, importedAt: new Date().toISOString()}]
  })
  if (entries.length === 0) return
  const renewed = new Set(entries.map(({reference}) => reference))
  await updateConfig((current) => ({
    ...current,
    images: [...current.images.filter(({reference}) => !renewed.has(reference)), ...entries],
  }))
}
