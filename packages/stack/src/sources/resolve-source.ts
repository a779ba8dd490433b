import {stat} from 'node:fs/promises'
import {join, resolve} from 'node:path'

import {builtinFolder, type StackLocation} from '../document/find-stack.js'
import type {Source} from '../document/source-schema.js'
import {fileSum} from '@rde/toolchain/download/file-sum'
import {withoutCredentials} from '@rde/toolchain/download/http-client'
import {fetchSource, type FetchContext} from './fetch-source.js'
import {folderSum} from './folder-sum.js'
import {addressOf} from './source-address.js'
import type {SourceCache} from './source-cache.js'
import {failedDownloads, isFailedDownload, missingSource, wrongChecksum} from './source-errors.js'

/** A source on this machine. */
export interface ResolvedSource {
  readonly source: Source
  /** A file, or the folder of a chart. */
  readonly path: string
  /** The SHA-256 of the file, or of all files in the folder. */
  readonly sha256: string
  /** Shown to the user: the sum at first use, if the stack does not have one. */
  readonly note?: string
}

export interface SourceContext extends FetchContext {
  readonly location: StackLocation
  readonly cache: SourceCache
}

/** Resolves sources, and downloads them if needed. One error lists all failed downloads; other failures come first. */
export async function resolveSources(sources: readonly Source[], context: SourceContext): Promise<ResolvedSource[]> {
  const ends = await Promise.allSettled(sources.map((source) => resolveSource(source, context)))
  const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))
  const other = reasons.find((reason) => !isFailedDownload(reason))
  if (other !== undefined) throw other
  if (reasons.length > 0) throw failedDownloads(reasons.filter(isFailedDownload))
  return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
}

/** Resolves a source, downloads it if necessary, and checks its sum. */
export async function resolveSource(source: Source, context: SourceContext): Promise<ResolvedSource> {
  const local = await localPath(source, context.location)
  if (local === undefined) return {source, ...(await fetched(source, context))}
  const found = await stat(local).catch(() => undefined)
  if (!found) throw missingSource(local)
  const sha256 = found.isDirectory() ? await folderSum(local) : await fileSum(local)
  if (source.sha256 !== null && source.sha256 !== sha256) {
    throw wrongChecksum(local, {expected: source.sha256, got: sha256})
  }
  return {source, path: local, sha256}
}

/** The path of a source that is not downloaded. Paths are relative to the stack's folder, or else to rde's own. */
async function localPath(source: Source, {folder, complete}: StackLocation): Promise<string | undefined> {
  if (source.path !== undefined) {
    const beside = resolve(folder, source.path)
    const isBeside = await stat(beside).then(Boolean, () => false)
    const own = resolve(builtinFolder, source.path)
    return !isBeside && (await stat(own).then(Boolean, () => false)) ? own : beside
  }
  return complete ? join(folder, source.file ?? '') : undefined
}

async function fetched(source: Source, context: SourceContext): Promise<Omit<ResolvedSource, 'source'>> {
  const {cache} = context
  const address = withoutCredentials(addressOf(source))
  const extension = source.type === 'chart' ? '.tgz' : '.yaml'
  const expected = source.sha256 ?? (await cache.firstSum(address))
  const known = expected === undefined ? undefined : await cache.find(expected, extension)
  if (expected !== undefined && known !== undefined) return {path: known, sha256: expected}
  const {path, sha256} = await cache.scratch(async (folder) => {
    const {file, sha256: got} = await fetchSource(source, folder, context)
    if (expected !== undefined && got !== expected) throw wrongChecksum(address, {expected, got})
    return {path: await cache.keep(file, {sha256: got, extension}), sha256: got}
  })
  if (expected !== undefined) return {path, sha256}
  await cache.rememberSum(address, sha256)
  return {path, sha256, note: `${address} was used for the first time; its SHA-256 is ${sha256}`}
}
