import {readdir} from 'node:fs/promises'
import {join} from 'node:path'

import {isProcessError} from '@rde/process-runner'
import type {Helm} from '@rde/toolchain'
import {fileSum} from '@rde/toolchain/download/file-sum'
import {withoutCredentials} from '@rde/toolchain/download/http-client'

import type {ChartSource, Source} from '../document/source-schema.js'
import {downloadChart} from './chart-repository.js'
import {download, type DownloadLimits} from './download.js'
import {addressOf} from './source-address.js'
import {failedDownload} from './source-errors.js'

export interface FetchContext {
  readonly helm: Pick<Helm, 'pull'>
  /** Of a download. */
  readonly limits?: DownloadLimits
}

export interface FetchedFile {
  readonly file: string
  readonly sha256: string
}

/** Brings a source into an empty folder, from where it is published. Whether it is the right one is seen from its sum. */
export async function fetchSource(source: Source, folder: string, context: FetchContext): Promise<FetchedFile> {
  const file = await bring(source, folder, context)
  return {file, sha256: await fileSum(file)}
}

function bring(source: Source, folder: string, context: FetchContext): Promise<string> {
  const {limits} = context
  if (source.type === 'manifest') return download({url: source.url ?? '', sha256: undefined}, folder, limits)
  return source.repository?.startsWith('oci://')
    ? pullChart(source, folder, context)
    : downloadChart(source, folder, limits)
}

/** Helm knows registries, and how the user signs in there. */
async function pullChart(source: ChartSource, folder: string, {helm, limits}: FetchContext): Promise<string> {
  const {repository = '', name = '', version} = source
  const signal = limits?.signal
  try {
    await helm.pull({chart: `${repository}/${name}`, version, folder, ...(signal && {signal})})
  } catch (error) {
    if (signal?.aborted) throw error
    if (!isProcessError(error)) throw error
    const said = error.stderr.trim().split('\n').at(-1)
    throw failedDownload(withoutCredentials(addressOf(source)), said || error.message)
  }
  const archive = (await readdir(folder)).find((entry) => entry.endsWith('.tgz'))
  if (archive === undefined) throw failedDownload(withoutCredentials(addressOf(source)), 'helm brought no archive')
  return join(folder, archive)
}
