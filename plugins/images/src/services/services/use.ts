import type {RdeConfig} from '@rde/config'
import type {Service, Session} from '@rde/plugin-kit'
import {familiarName} from '@rde/images'

import {findImage, type FoundImage} from '../../find-image.js'
import type {ImageContext} from '../../image-context.js'
import {importWanted, type ImportResult} from '../../import-wanted.js'
import {readRecorded} from '../../read-recorded.js'
import type {PhasesOf} from '../../rollout/service-release.js'
import {candidates, parseServiceVersion, type ServiceVersion} from '../../service-version.js'
import {withCluster, type ClusterWork} from '../../with-cluster.js'

export interface UseOptions extends Omit<ClusterWork, 'command'> {
  /** `relay-operator@1.2` */
  readonly versions: readonly string[]
  readonly servicesFor: (config: RdeConfig) => Promise<readonly Service[]>
  readonly phasesFor: PhasesOf
}

/** Makes the cluster run these versions of services: each is tagged with the service's local name, imported and rolled out. */
export async function useServices(session: Session, options: UseOptions): Promise<ImportResult> {
  const services = await options.servicesFor(await readRecorded(session))
  const versions = options.versions.map((text) => parseServiceVersion(text, services))
  const command = `rde services use ${options.versions.join(' ')}`
  return withCluster(session, {...options, command}, async (context) => {
    // All of them first: none is tagged where one cannot be had.
    const found = await Promise.all(versions.map(async (version) => ({version, image: await find(version, context)})))
    const before = await context.docker.imageIds()
    for (const {version, image} of found) await context.docker.tag(image.reference, version.service.local)
    const wanted = found.map(({version, image}) => ({reference: familiarName(version.service.local), origin: image}))
    const result = await importWanted(wanted, {...options, rollOut: true}, context)
    await giveBack(result, before, context)
    return result
  })
}

/** The version as Docker here has it, pulled where it has none. */
async function find(version: ServiceVersion, context: ImageContext): Promise<FoundImage> {
  const ids = await context.docker.imageIds()
  const names = candidates(version)
  const reference = names.find((name) => ids.has(name)) ?? names.at(-1)!
  return findImage({reference}, context)
}

/** What did not reach the cluster must not come with the next start either. */
async function giveBack({failed}: ImportResult, before: ReadonlyMap<string, string>, context: ImageContext) {
  for (const {reference} of failed) {
    const earlier = before.get(reference)
    const arrived = context.config().images.find((image) => image.reference === reference)
    const now = await context.docker.image(reference)
    if (earlier !== undefined && arrived?.imageId !== now?.id) await context.docker.tag(earlier, reference)
  }
}
