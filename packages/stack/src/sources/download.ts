import {isRdeError} from '@rde/errors'
import {httpClient, withoutCredentials, type HttpOptions} from '@rde/toolchain/download/http-client'
import {downloadFile, type DownloadRequest} from '@rde/toolchain/download/resumable-download'

import {failedDownload} from './source-errors.js'

export interface DownloadLimits extends HttpOptions {
  readonly signal?: AbortSignal | undefined
  readonly maxBytes?: number
  /** Before it is tried again. */
  readonly pauseMs?: number
}

const mostBytes = 64 * 1024 * 1024

/** Brings a file to a folder that nobody else uses; resolves with its path. An abort by `signal` is thrown as it is. */
export async function download(request: DownloadRequest, folder: string, limits: DownloadLimits = {}): Promise<string> {
  const {signal, pauseMs, maxBytes = mostBytes, ...options} = limits
  const http = httpClient({idleMs: 60_000, ...options})
  try {
    return await downloadFile(request, {folder, http, signal, maxBytes, ...(pauseMs !== undefined && {pauseMs})})
  } catch (error) {
    // Those that failed alike are told together.
    if (isRdeError(error) && 'reason' in error)
      throw failedDownload(withoutCredentials(request.url), String(error.reason))
    throw error
  } finally {
    await http.close()
  }
}
