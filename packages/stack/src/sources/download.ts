import {isRdeError} from '@rde/errors'
import {httpClient, withoutCredentials, type HttpOptions} from '@rde/toolchain/download/http-client'
import {downloadFile, type DownloadRequest} from '@rde/toolchain/download/resumable-download'

import {failedDownload} from './source-errors.js'

export interface DownloadLimits extends HttpOptions {
  readonly signal?: AbortSignal | undefined
  readonly maxBytes?: number
  /** The pause before a retry. */
  readonly pauseMs?: number
}

const defaultMaxBytes = 64 * 1024 * 1024

/** Downloads a file to a folder that nobody else uses; resolves with its path. On abort, throws the signal's reason. */
export async function download(request: DownloadRequest, folder: string, limits: DownloadLimits = {}): Promise<string> {
  const {signal, pauseMs, maxBytes = defaultMaxBytes, ...options} = limits
  const http = httpClient({idleMs: 60_000, ...options})
  try {
    return await downloadFile(request, {folder, http, signal, maxBytes, ...(pauseMs !== undefined && {pauseMs})})
  } catch (error) {
    // Convert it: failed downloads with the same cause are reported together.
    if (isRdeError(error) && 'reason' in error)
      throw failedDownload(withoutCredentials(request.url), String(error.reason))
    throw error
  } finally {
    await http.close()
  }
}
