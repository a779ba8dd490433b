import type {RdeConfig} from '@rde/config'
import type {Service, Session} from '@rde/plugin-kit'
import {familiarName} from '@rde/images'

import {readRecorded} from '../../read-recorded.js'
import {repositoryOf} from '../../service-version.js'

export interface ServiceView {
  readonly service: string
  readonly reference: string
  readonly digest: string | null
  readonly since: string | null
  /** The version that it is, as far as a local tag tells. */
  readonly version: string | null
  /** Tags that there are of it here. */
  readonly versions: readonly string[]
  readonly pullFrom: string
}

export interface ListOptions {
  readonly servicesFor: (config: RdeConfig) => Promise<readonly Service[]>
  readonly signal: AbortSignal
}

/** The Relay services: what of each the cluster runs, and which versions can be had here. */
export async function listServices(session: Session, {servicesFor, signal}: ListOptions): Promise<ServiceView[]> {
  const config = await readRecorded(session)
  const [services, ids] = await Promise.all([servicesFor(config), session.tools({signal}).docker.imageIds()])
  return services.map((service) => view(service, config, ids))
}

function view({name, local, pullFrom}: Service, {images}: RdeConfig, ids: ReadonlyMap<string, string>): ServiceView {
  const entry = images.find(({reference}) => reference === familiarName(local))
  const repository = repositoryOf(familiarName(local))
  const tags = [...ids].filter(([reference]) => repositoryOf(reference) === repository && reference !== local)
  const same = tags.find(([, id]) => id === entry?.imageId)
  return {
    service: name,
    reference: local,
    digest: entry?.digest ?? null,
    since: entry?.importedAt ?? null,
    version: same === undefined ? (entry?.pulledFrom ?? null) : tagOf(same[0]),
    versions: tags.map(([reference]) => tagOf(reference)).filter((tag) => tag !== '<none>'),
    pullFrom,
  }
}

function tagOf(reference: string): string {
  return reference.slice(reference.lastIndexOf(':') + 1)
}
