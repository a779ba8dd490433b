import {readFile} from 'node:fs/promises'

import {withoutCredentials} from '@rde/toolchain/download/http-client'
import {parse} from 'yaml'

import type {ChartSource} from '../document/source-schema.js'
import {download, type DownloadLimits} from './download.js'
import {addressOf} from './source-address.js'
import {failedDownload} from './source-errors.js'

interface RepositoryIndex {
  readonly entries?: Readonly<Record<string, readonly ChartVersion[]>>
}

interface ChartVersion {
  readonly version?: string
  readonly urls?: readonly string[]
  readonly digest?: string
}

/** Downloads the archive of a chart from a web repository, using its index; resolves with the path. */
export async function downloadChart(source: ChartSource, folder: string, limits?: DownloadLimits): Promise<string> {
  const {repository = '', name = '', version} = source
  const base = `${repository.replace(/\/$/, '')}/`
  const indexFile = await download({url: `${base}index.yaml`, sha256: undefined}, folder, limits)
  const {entries} = parse(await readFile(indexFile, 'utf8'), {schema: 'failsafe'}) as RepositoryIndex
  const found = entries?.[name]?.find((one) => withoutV(one.version) === withoutV(version))
  const [url] = found?.urls ?? []
  if (url === undefined) throw failedDownload(withoutCredentials(addressOf(source)), 'the repository has no such chart')
  return download({url: new URL(url, base).href, sha256: sumIn(found?.digest)}, folder, limits)
}

/** Helm ignores the `v` when it compares versions. */
function withoutV(version = ''): string {
  return version.replace(/^v/, '')
}

/** The SHA-256 in a digest: some repositories have no digest, others prefix it with the algorithm. */
function sumIn(digest = ''): string | undefined {
  return /^(?:sha256:)?([0-9a-f]{64})$/.exec(digest)?.[1]
}
