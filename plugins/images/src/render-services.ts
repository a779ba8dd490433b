import {shortDigest} from './render-import.js'
import type {ServiceView} from './services/services/list.js'
import {table} from '@rde/plugin-kit/table'

/** The services as a table. */
export function renderServices(services: readonly ServiceView[]): string {
  if (services.length === 0) return 'The profile bare has no services; more with: rde cluster start --profile core'
  const rows = services.map(({service, reference, version, digest, since, versions}) => [
    service,
    version === null ? reference : `${reference} = ${version}`,
    digest === null ? 'not imported' : shortDigest(digest),
    since?.slice(0, 16).replace('T', ' ') ?? '',
    versions.join(', ') || '–',
  ])
  return table(['SERVICE', 'RUNS', 'DIGEST', 'SINCE (UTC)', 'VERSIONS HERE'], rows)
}
