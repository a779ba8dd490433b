import {ImageReference, registryTags} from '@rde/images'
import type {Service} from '@rde/plugin-kit'

import {sortVersions} from './combinations.js'

interface AvailableContext {
  /** The ids of all images in Docker, by name. */
  readonly imageIds: ReadonlyMap<string, string>
  readonly signal: AbortSignal
  note(line: string): void
}

/** The tag that `rde smoke` gives to the versions that ran before it. */
export const keptTag = 'rde-before-smoke'

/** The versions of each service: tags of images in Docker, and tags in its registry if that answers. */
export async function availableVersions(
  services: readonly Service[],
  {imageIds, signal, note}: AvailableContext,
): Promise<Map<string, string[]>> {
  const local = [...imageIds.keys()].flatMap((name) => ImageReference.read(name) ?? [])
  const unanswered = new Set<string>()
  const each = services.map(async (service): Promise<[string, string[]]> => {
    const remote = ImageReference.parse(service.pullFrom)
    const tags = await registryTags(remote, signal)
    if (tags === undefined) unanswered.add(remote.host)
    return [service.name, sortVersions([...localVersions(service, local), ...(tags ?? [])])]
  })
  const found = new Map(await Promise.all(each))
  for (const host of unanswered) note(`${host} did not list its versions; only those in Docker are known.`)
  return found
}

/** The tags of a service's images, except the one that it uses. */
export function localVersions(
  {local: running, pullFrom}: Pick<Service, 'local' | 'pullFrom'>,
  images: readonly ImageReference[],
): string[] {
  const local = ImageReference.parse(running)
  const names = [local, ImageReference.parse(pullFrom)].map(({familiarName}) => familiarName)
  return images
    .filter((image) => names.includes(image.familiarName) && !image.equals(local))
    .flatMap(({tag}) => (tag === undefined || tag === '<none>' || tag === keptTag ? [] : [tag]))
}
