import type {ImportedImage, RdeConfig} from '@rde/config'

import type {ImageContext} from '../context/image-context.js'
import type {ImageReference} from '../image-reference.js'

interface RecordedContent extends ImageOrigin {
  readonly reference: ImageReference
  /** The image id in Docker. */
  readonly id: string
  /** The digest of its manifest in the cluster. */
  readonly digest: string
}

export type ImageOrigin = Pick<ImportedImage, 'from' | 'pulledFrom'>

type NamedContent = Pick<RecordedContent, 'reference' | 'id'>

/** The record of this name, if it has this content. */
export function findRecord(
  {reference, id}: NamedContent,
  {images}: Pick<RdeConfig, 'images'>,
): ImportedImage | undefined {
  return images.find((image) => image.reference === reference.familiar && image.imageId === id)
}

/** The recorded origin of this name, if its content has not changed; otherwise Docker. */
export function originOf(content: NamedContent, config: Pick<RdeConfig, 'images'>): ImageOrigin {
  const before = findRecord(content, config)
  if (before === undefined) return {from: 'docker', pulledFrom: null}
  return {from: before.from, pulledFrom: before.pulledFrom}
}

/** Records the imported images in config.json in one change; writes nothing if nothing changed. */
export async function recordImages(
  images: readonly RecordedContent[],
  {config, updateConfig}: Pick<ImageContext, 'config' | 'updateConfig'>,
): Promise<void> {
  const entries = images.flatMap((image): ImportedImage[] => {
    const {from, pulledFrom, id: imageId, digest} = image
    const before = findRecord(image, config())
    if (before?.digest === digest && before.pulledFrom === pulledFrom) return []
    const importedAt = new Date().toISOString()
    return [{reference: image.reference.familiar, from, pulledFrom, imageId, digest, importedAt}]
  })
  if (entries.length === 0) return
  const renewed = new Set(entries.map(({reference}) => reference))
  await updateConfig((current) => ({
    ...current,
    images: [...current.images.filter(({reference}) => !renewed.has(reference)), ...entries],
  }))
}
