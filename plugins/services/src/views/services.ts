import {shortDigest} from '@rde/images'
import {table} from '@rde/plugin-kit'

import type {ServiceView} from '../services/list.js'

/** The services as a table. */
export function renderServices(services: readonly ServiceView[]): string {
  if (services.length === 0)
    return 'The profile bare has no services. Start a profile that has them: rde cluster start --profile core'
  const rows = services.map(({service, reference, version, digest, since, versions}) => [
    service,
    version === null ? reference : `${reference} = ${version}`,
    digest === null ? 'not imported' : shortDigest(digest),
    since?.slice(0, 16).replace('T', ' ') ?? '',
    versions.join(', ') || '–',
  ])
  return table(['SERVICE', 'RUNS', 'DIGEST', 'SINCE (UTC)', 'VERSIONS HERE'], rows)
}
