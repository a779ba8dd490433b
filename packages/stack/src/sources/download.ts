import {createHash} from 'node:crypto'
import {createWriteStream} from 'node:fs'
import {Readable, Transform} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import type {ReadableStream} from 'node:stream/web'

import {failedDownload} from './source-errors.js'

export interface DownloadLimits {
  readonly signal?: AbortSignal | undefined
  /** How long nothing may come. */
  readonly idleMs?: number
  readonly maxBytes?: number
}

/** Downloads to a file that there is not yet; resolves with its SHA-256. An abort by `signal` is thrown as it is. */
export async function download(url: string, file: string, limits: DownloadLimits = {}): Promise<string> {
  const {signal, idleMs = 60_000, maxBytes = 64 * 1024 * 1024} = limits
  const idle = idleDeadline(idleMs)
  const both = AbortSignal.any([idle.signal, ...(signal ? [signal] : [])])
  try {
    const response = await fetch(withoutSecrets(url), {signal: both, headers: credentials(url)})
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
      withoutSecrets(url),
      idle.signal.aborted ? `nothing came for ${idleMs / 1_000} s` : reason(error),
    )
  } finally {
    idle.stop()
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

/** Node says "fetch failed" and puts what failed into the cause. */
function reason(error: unknown): string {
  const {cause, message} = error as Error
  return cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : message
}

/** fetch takes no address with a user and a password in it. */
function credentials(url: string): Record<string, string> {
  const {username, password} = new URL(url)
  if (username === '') return {}
  const both = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return {authorization: `Basic ${Buffer.from(both).toString('base64')}`}
}

/** An address as it may be shown: without the user and the password in it. */
export function withoutSecrets(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/@]*@/, '$1')
}
