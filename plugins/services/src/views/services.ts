import {asTyped} from '@rde/errors'
import {shortDigest} from '@rde/images'
import {table} from '@rde/plugin-kit'

import type {ServiceView} from '../services/list.js'

/** The services as a table. */
export function renderServices(services: readonly ServiceView[]): string {
  if (services.length === 0)
    return `The profile bare has no services. Start a profile that has them: ${asTyped('rde cluster start --profile core')}`
  const anyRevision = services.some(({revision}) => revision !== null)
  const rows = services.map(({service, reference, version, digest, since, revision, versions}) => [
    service,
    version === null ? reference : `${reference} = ${version}`,
    digest === null ? 'not imported' : shortDigest(digest),
    since?.slice(0, 16).replace('T', ' ') ?? '',
    ...(anyRevision ? [revision?.slice(0, 12) ?? '–'] : []),
    versions.join(', ') || '–',
  ])
  const source = anyRevision ? ['SOURCE'] : []
  return table(['SERVICE', 'RUNS', 'DIGEST', 'SINCE (UTC)', ...source, 'VERSIONS HERE'], rows)
}
