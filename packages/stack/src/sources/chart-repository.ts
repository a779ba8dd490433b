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

/** Brings the archive of a chart from a repository on a web server, by the index that lists it; resolves with its path. */
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

/** As helm compares versions. */
function withoutV(version = ''): string {
  return version.replace(/^v/, '')
}

/** Some repositories say none, or with its kind before it. */
function sumIn(digest = ''): string | undefined {
  return /^(?:sha256:)?([0-9a-f]{64})$/.exec(digest)?.[1]
}
