import type {RdeConfig} from '@rde/config'
import {RdeError} from '@rde/errors'
import {
  openImageContext,
  ImageReference,
  importToCluster,
  limitRegistryAfter,
  type ImageContext,
  type ImportResult,
  type WantedImage,
} from '@rde/images'
import {withLockedCluster, type LockedClusterOptions, type ReleaseServices, type Session} from '@rde/plugin-kit'

export interface UpdateOptions extends Omit<LockedClusterOptions, 'command'> {
  /** The images to update; all imported images if empty. */
  readonly references: readonly string[]
  readonly rollOut: boolean
  readonly release: ReleaseServices
}

export interface UpdateResult extends ImportResult {
  /** Built here but no longer in Docker: unchanged in the cluster. */
  readonly kept: readonly ImageReference[]
}

/** Imports recorded images again: images from a registry are pulled again, the others are compared by content. */
export async function updateImages(session: Session, options: UpdateOptions): Promise<UpdateResult> {
  const {rollOut, release} = options
  const references = ImageReference.parseAll(options.references)
  const command = ['rde images update', ...references].join(' ')
  return withLockedCluster(session, {...options, command}, async (cluster) => {
    const context = await openImageContext(cluster)
    const wanted = chooseImages(references, context.config()).map(toWanted)
    const kept = await missingInDocker(wanted, context)
    const present = wanted.filter(({reference}) => !kept.includes(reference))
    const begin = performance.now()
    const importOptions = {rollOut, release: (signal: AbortSignal) => release(cluster.withSignal(signal))}
    const result = await importToCluster(present, importOptions, context)
    await limitRegistryAfter(result, begin, cluster)
    return {...result, kept}
  })
}

function chooseImages(references: readonly ImageReference[], {images}: RdeConfig): RdeConfig['images'] {
  const names = new Set(images.map(({reference}) => reference))
  const unknown = references.find(({familiar}) => !names.has(familiar))
  if (unknown !== undefined) throw notImported(unknown)
  const wanted = new Set(references.map(({familiar}) => familiar))
  return images.filter(({reference}) => wanted.size === 0 || wanted.has(reference))
}

export function notImported(reference: ImageReference): RdeError {
  return new RdeError(`${reference} has not been imported.`, {
    code: 'RDE_IMAGE_UNKNOWN',
    remedies: [
      {what: 'List the imported images', command: 'rde images list'},
      {what: 'Or import it', command: `rde images import ${reference}`},
    ],
    outcome: 'Nothing was changed.',
  })
}

async function missingInDocker(wanted: readonly WantedImage[], {docker}: ImageContext): Promise<ImageReference[]> {
  const ids = await docker.imageIds()
  const builtHere = wanted.filter(({pull}) => pull === undefined)
  return builtHere.map(({reference}) => reference).filter(({familiar}) => !ids.has(familiar))
}

/** An image that was pulled and later built here under the same name counts as built here. */
function toWanted({reference, from, pulledFrom}: RdeConfig['images'][number]): WantedImage {
  const wanted = {reference: ImageReference.parse(reference)}
  return from === 'registry' ? {...wanted, pull: ImageReference.parse(pulledFrom ?? reference)} : wanted
}
