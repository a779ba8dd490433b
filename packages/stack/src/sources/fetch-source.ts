import {readdir} from 'node:fs/promises'
import {join} from 'node:path'

import {withoutCredentials} from '@rde/toolchain/download/http-client'
import {isProcessError} from '@rde/process-runner'
import type {Helm} from '@rde/toolchain'

import type {ChartSource, Source} from '../document/source-schema.js'
import {download, type DownloadLimits} from './download.js'
import {fileSum} from './file-sum.js'
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
  if (source.type === 'chart') return pullChart(source, folder, context)
  const file = join(folder, 'download')
  return {file, sha256: await download(source.url ?? '', file, context.limits)}
}

/** Helm knows repositories and registries. */
async function pullChart(source: ChartSource, folder: string, {helm, limits}: FetchContext): Promise<FetchedFile> {
  const {repository = '', name = '', version} = source
  const signal = limits?.signal
  const where = repository.startsWith('oci://') ? {chart: `${repository}/${name}`} : {chart: name, repo: repository}
  try {
    await helm.pull({...where, version, folder, ...(signal && {signal})})
  } catch (error) {
    if (signal?.aborted) throw error
    if (!isProcessError(error)) throw error
    const said = error.stderr.trim().split('\n').at(-1)
    throw failedDownload(withoutCredentials(addressOf(source)), said || error.message)
  }
  const archive = (await readdir(folder)).find((entry) => entry.endsWith('.tgz'))
  if (archive === undefined) throw failedDownload(withoutCredentials(addressOf(source)), 'helm brought no archive')
  const file = join(folder, archive)
  return {file, sha256: await fileSum(file)}
}
