import {open, rename, rm, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'

import {makeFolder, privateMode} from '@rde/config/files/make-folder'
import type {Response} from 'undici'

import {certificateRefused, downloadFailed, notAFile, wrongSum} from './download-errors.js'
import {fileSum} from './file-sum.js'
import {reasonOfFailure, type HttpClient} from './http-client.js'

export interface DownloadRequest {
  readonly url: string
  /** If undefined, any content is accepted, and nothing is resumed. */
  readonly sha256: string | undefined
}

export interface DownloadContext {
  /** The folder for the file and its partial download. */
  readonly folder: string
  readonly http: HttpClient
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (bytes: DownloadedBytes) => void
  /** The pause before a retry; it grows with each one. Default 1 s. */
  readonly pauseMs?: number
  readonly maxBytes?: number
}

export interface DownloadedBytes {
  readonly received: number
  /** Absent if the server does not report it. */
  readonly total?: number
}

/** Attempts without new data before giving up. */
const maxTries = 4

/**
 * Downloads a file and resolves with its path. Resumes a partial download; removes a file with a wrong SHA-256. Not
 * safe for concurrent calls: the caller must lock the folder.
 */
export async function downloadFile(request: DownloadRequest, context: DownloadContext): Promise<string> {
  const {folder, signal, pauseMs = 1_000} = context
  const file = join(folder, request.sha256 ?? 'download')
  const part = `${file}.part`
  makeFolder(folder, privateMode)
  if (request.sha256 === undefined) for (const left of [part, file]) await rm(left, {force: true})
  for (let tries = 0; !(await exists(file));) {
    const before = await sizeOf(part)
    const failure = await fetchRest(request, part, context).catch((error: unknown) => error)
    if (failure === undefined) return await verified(request, {part, file})
    if (signal?.aborted) throw signal.reason
    const size = await sizeOf(part)
    tries = size > before ? 1 : tries + 1
    if (isFinal(failure) || tries >= maxTries || (size === 0 && isOffline(failure))) throw explain(request.url, failure)
    // A new signal, since many downloads may wait at once.
    await sleep(pauseMs * tries, undefined, {...(signal && {signal: AbortSignal.any([signal])})})
  }
  return file
}

/** Sends one request for the missing rest of the file. */
async function fetchRest({url}: DownloadRequest, part: string, context: DownloadContext): Promise<void> {
  const {http, signal, onProgress, maxBytes = Infinity} = context
  const have = await sizeOf(part)
  const headers = {'accept-encoding': 'identity', ...(have > 0 && {range: `bytes=${have}-`})}
  const response = await http.get(url, {headers, signal})
  if (response.status === 416) return
  refuseWrongAnswer(url, response)
  // A server that does not support ranges sends the whole file again.
  const start = response.status === 206 ? have : 0
  const length = Number(response.headers.get('content-length') ?? NaN)
  const total = Number.isNaN(length) ? {} : {total: start + length}
  // Not a pipeline, which would drop buffered data when the connection is lost.
  const target = await open(part, start > 0 ? 'a' : 'w', 0o600)
  let received = start
  try {
    for await (const chunk of response.body ?? []) {
      await target.write(chunk as Uint8Array)
      received += (chunk as Uint8Array).length
      onProgress?.({received, ...total})
      if (received > maxBytes) throw new FinalAnswer(`it is larger than ${Math.round(maxBytes / 1024 / 1024)} MiB`)
    }
  } finally {
    await target.close()
  }
  if (total.total !== undefined && received < total.total) throw new Error('the connection ended too early')
}

class FinalAnswer extends Error {}

function refuseWrongAnswer(url: string, {ok, status, statusText, headers}: Response): void {
  if (!ok && status >= 400 && status < 500 && status !== 408 && status !== 429)
    throw new FinalAnswer(`the server answered ${status} ${statusText}`.trim())
  if (!ok) throw new Error(`the server answered ${status} ${statusText}`.trim())
  if (/text\/html/i.test(headers.get('content-type') ?? '')) throw notAFile(url)
}

async function verified({url, sha256}: DownloadRequest, {part, file}: {part: string; file: string}): Promise<string> {
  const got = await fileSum(part)
  if (sha256 !== undefined && got !== sha256) {
    await rm(part, {force: true})
    throw wrongSum(url, {expected: sha256, got})
  }
  await rename(part, file)
  return file
}

function isFinal(failure: unknown): boolean {
  return failure instanceof FinalAnswer || isExplained(failure) || reasonOfFailure(failure).kind === 'certificate'
}

/** There is no network, or the address is wrong: a retry does not help. */
function isOffline(failure: unknown): boolean {
  return /ENOTFOUND|EAI_AGAIN|ECONNREFUSED/.test(reasonOfFailure(failure).reason)
}

function explain(url: string, failure: unknown): Error {
  if (isExplained(failure)) return failure
  const {reason, kind} = reasonOfFailure(failure)
  return kind === 'certificate' ? certificateRefused(url, reason) : downloadFailed(url, reason)
}

function isExplained(failure: unknown): failure is Error & {code: string} {
  return failure instanceof Error && String((failure as {code?: unknown}).code).startsWith('RDE_')
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}
