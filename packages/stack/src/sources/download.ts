import {createHash} from 'node:crypto'
import {createWriteStream} from 'node:fs'
import {Readable, Transform} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import type {ReadableStream} from 'node:stream/web'

import {httpClient, reasonOfFailure, withoutCredentials, type HttpOptions} from '@rde/toolchain/download/http-client'

import {failedDownload} from './source-errors.js'

export interface DownloadLimits extends Pick<HttpOptions, 'env'> {
  readonly signal?: AbortSignal | undefined
  /** How long nothing may come. */
  readonly idleMs?: number
  readonly maxBytes?: number
}

/** Downloads to a file that there is not yet; resolves with its SHA-256. An abort by `signal` is thrown as it is. */
export async function download(url: string, file: string, limits: DownloadLimits = {}): Promise<string> {
  const {signal, env, idleMs = 60_000, maxBytes = 64 * 1024 * 1024} = limits
  const client = httpClient({idleMs, ...(env && {env})})
  const idle = idleDeadline(idleMs)
  const both = AbortSignal.any([idle.signal, ...(signal ? [signal] : [])])
  try {
    const response = await client.get(url, {signal: both})
    if (!response.ok || !response.body) throw new Error(`the server answered ${response.status} ${response.statusText}`)
    const hash = createHash('sha256')
    const body = Readable.fromWeb(response.body as ReadableStream)
    await pipeline(body, watched({maxBytes, seen: idle.push}, hash), createWriteStream(file, {mode: 0o600}), {
      signal: both,
    })
    return hash.digest('hex')
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    throw failedDownload(
      withoutCredentials(url),
      idle.signal.aborted ? `nothing came for ${idleMs / 1_000} s` : reason(error),
    )
  } finally {
    idle.stop()
    await client.close()
  }
}

/** Aborts when `push` was not called for a while. */
function idleDeadline(idleMs: number) {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), idleMs)
  return {signal: controller.signal, push: () => void timer.refresh(), stop: () => clearTimeout(timer)}
}

function watched({maxBytes, seen}: {maxBytes: number; seen: () => void}, hash: {update(chunk: Buffer): unknown}) {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _, done) {
      seen()
      hash.update(chunk)
      bytes += chunk.length
      if (bytes > maxBytes) done(new Error(`it is larger than ${Math.round(maxBytes / 1024 / 1024)} MiB`))
      else done(null, chunk)
    },
  })
}

function reason(error: unknown): string {
  const {reason: words, kind} = reasonOfFailure(error)
  return kind === 'network' ? words : `${words}; NODE_EXTRA_CA_CERTS names the certificate of a company's network`
}
