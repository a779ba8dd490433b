import {
  acquireImage,
  openImageContext,
  ImageReference,
  importToCluster,
  type AcquiredImage,
  type ImageContext,
  type ImportResult,
} from '@rde/images'
import {
  withLockedCluster,
  requireConfig,
  type LockedClusterOptions,
  type ReleaseOptions,
  type ReleaseServices,
  type Session,
} from '@rde/plugin-kit'

import {candidates, parseServiceVersion, type ServiceVersion} from '../versions/service-version.js'
import type {ServicesFor} from './list.js'

export interface UseOptions extends Omit<LockedClusterOptions, 'command'>, ReleaseOptions {
  /** `relay-operator@1.2` */
  readonly versions: readonly string[]
  readonly servicesFor: ServicesFor
  readonly release: ReleaseServices
  /** Whether `services next` continues from here. */
  readonly remember: boolean
}

/** Switches services to these versions: tags each with the service's local name, imports it and rolls it out. */
export async function useServices(session: Session, options: UseOptions): Promise<ImportResult> {
  const services = await options.servicesFor(await requireConfig(session, options.signal))
  const versions = options.versions.map((text) => parseServiceVersion(text, services))
  const sources = versions.map((version) => ({version, names: candidates(version)}))
  const command = `rde services use ${options.versions.join(' ')}`
  return withLockedCluster(session, {...options, command}, async (cluster) => {
    const context = await openImageContext(cluster)
    const before = await context.docker.imageIds()
    // Acquire all first: none is tagged if one is not available.
    const found = await Promise.all(sources.map((source) => acquireVersion(source, before, context)))
    for (const {image, reference} of found) await context.docker.tag(image.reference.familiar, reference.familiar)
    const wanted = found.map(({reference, image}) => ({reference, origin: image}))
    const result = await importToCluster(
      wanted,
      {rollOut: true, release: (signal: AbortSignal) => options.release(cluster.withSignal(signal), options)},
      context,
    )
    await restoreTags(result, before, context)
    if (options.remember) await remember(versions, context)
    return result
  })
}

/** Records the chosen versions, even failed ones, so that `services next` continues after them. */
function remember(versions: readonly ServiceVersion[], {updateConfig}: ImageContext): Promise<unknown> {
  const chosen = Object.fromEntries(versions.map(({service, version}) => [service.name, version]))
  return updateConfig((config) => {
    const {services} = config
    return {...config, services: {...services, versions: {...services.versions, ...chosen}}}
  })
}

interface VersionSource {
  readonly version: ServiceVersion
  readonly names: readonly ImageReference[]
}

/** Returns the image of the version, pulled if necessary, and the name that the service uses. */
async function acquireVersion(
  {version, names}: VersionSource,
  ids: ReadonlyMap<string, string>,
  context: ImageContext,
): Promise<{image: AcquiredImage; reference: ImageReference}> {
  const name = names.find(({familiar}) => ids.has(familiar)) ?? names.at(-1)!
  return {image: await acquireImage({reference: name}, context), reference: ImageReference.parse(version.service.local)}
}

/** Restores the tags of failed images, so that the next start does not import them. */
async function restoreTags(
  {failed}: ImportResult,
  before: ReadonlyMap<string, string>,
  {docker, config}: ImageContext,
): Promise<void> {
  for (const {reference} of failed) {
    const earlier = before.get(reference.familiar)
    const recorded = config().images.find((image) => image.reference === reference.familiar)
    const now = await docker.image(reference.familiar)
    if (earlier !== undefined && recorded?.imageId !== now?.id) await docker.tag(earlier, reference.familiar)
  }
}
