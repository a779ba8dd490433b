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
  /** The limits of a download. */
  readonly limits?: DownloadLimits
}

export interface FetchedFile {
  readonly file: string
  readonly sha256: string
}

/** Downloads a source into an empty folder. The caller must check its sum. */
export async function fetchSource(source: Source, folder: string, context: FetchContext): Promise<FetchedFile> {
  const file = await downloadSource(source, folder, context)
  return {file, sha256: await fileSum(file)}
}

function downloadSource(source: Source, folder: string, context: FetchContext): Promise<string> {
  const {limits} = context
  if (source.type === 'manifest') return download({url: source.url ?? '', sha256: undefined}, folder, limits)
  return source.repository?.startsWith('oci://')
    ? pullChart(source, folder, context)
    : downloadChart(source, folder, limits)
}

/** Uses helm, which supports registries and the user's credentials for them. */
async function pullChart(source: ChartSource, folder: string, {helm, limits}: FetchContext): Promise<string> {
  const {repository = '', name = '', version} = source
  const signal = limits?.signal
  try {
    await helm.pull({chart: `${repository}/${name}`, version, folder, ...(signal && {signal})})
  } catch (error) {
    if (signal?.aborted) throw error
    if (!isProcessError(error)) throw error
    const reason = error.stderr.trim().split('\n').at(-1)
    throw failedDownload(withoutCredentials(addressOf(source)), reason || error.message)
  }
  const archive = (await readdir(folder)).find((entry) => entry.endsWith('.tgz'))
  if (archive === undefined) throw failedDownload(withoutCredentials(addressOf(source)), 'helm downloaded no archive')
  return join(folder, archive)
}
