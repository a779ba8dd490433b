import {chmod, copyFile, open, rename, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

import {makeFolder, privateMode} from '@rde/config/files/make-folder'
import {withFileLock} from '@rde/config/lock/file-lock'
import {findProgram} from '@rde/process-runner/environment/find-program'

import {missingInFolder, wrongSum} from '../download/download-errors.js'
import {fileSum} from '../download/file-sum.js'
import {downloadFile, type DownloadContext} from '../download/resumable-download.js'
import {fetchedToolFolder, fileState, replacedProgram, type ManagedTool} from './fetched-tool.js'
import type {ToolDownload} from './managed-tools.js'

export interface FetchContext extends Omit<DownloadContext, 'folder'> {
  /** `DataDirectory.tools` and `DataDirectory.downloads`. */
  readonly tools: string
  readonly downloads: string
  /** Replaces the projects' servers: `<mirror>/<host>/<path>`. */
  readonly mirror?: string | undefined
  /** A folder with the layout of a mirror; if given, no server is asked. */
  readonly folder?: string | undefined
}

export interface FetchRequest {
  readonly name: ManagedTool
  readonly download: ToolDownload
  /** The outdated program on PATH; rde uses the fetched one while that file is unchanged. */
  readonly insteadOf?: string | undefined
}

/** Fetches a tool unless it was fetched before; resolves with its path. Concurrent calls fetch it once. */
export async function fetchTool(request: FetchRequest, context: FetchContext): Promise<string> {
  const folder = fetchedToolFolder(request.name, context.tools)
  const program = join(folder, request.name)
  const fetchIfMissing = async () => {
    if (findProgram(program) === undefined) await install(request, {folder, program}, context)
    const {insteadOf} = request
    if (insteadOf) await writeFile(join(folder, replacedProgram), JSON.stringify(fileState(insteadOf)))
    return program
  }
  return withFileLock(`${folder}.lock`, fetchIfMissing, {patienceMs: maxDownloadMs})
}

const maxDownloadMs = 3_600_000

type InstallPaths = Readonly<Record<'folder' | 'program', string>>

async function install(
  {download}: FetchRequest,
  {folder, program}: InstallPaths,
  context: FetchContext,
): Promise<void> {
  const file = await downloadOrCopy(download, context)
  const temporary = `${program}.new`
  makeFolder(folder, privateMode)
  if (download.member === undefined) await rename(file, temporary)
  else await extractMember(file, {member: download.member, to: temporary})
  await chmod(temporary, 0o755)
  await flush(temporary)
  await rename(temporary, program)
  await rm(file, {force: true})
}

/** Resolves with the path of a copy that may be moved. */
async function downloadOrCopy({url, sha256}: ToolDownload, context: FetchContext): Promise<string> {
  const {downloads, mirror, folder} = context
  if (folder === undefined) return downloadFile({sha256, url: mirrored(url, mirror)}, {...context, folder: downloads})
  const source = mirrored(url, folder)
  const sum = await fileSum(source).catch(() => undefined)
  if (sum === undefined) throw missingInFolder(source)
  if (sum !== sha256) throw wrongSum(source, {expected: sha256, got: sum})
  const copy = join(downloads, sha256)
  makeFolder(downloads, privateMode)
  await copyFile(source, copy)
  return copy
}

/** Extracts one file from an archive. */
async function extractMember(archive: string, {member, to}: {member: string; to: string}): Promise<void> {
  const {extract} = await import('tar')
  const folder = `${to}.unpacked`
  makeFolder(folder, privateMode)
  try {
    await extract({
      file: archive,
      cwd: folder,
      strict: true,
      filter: (path, entry) => path === member && 'type' in entry && entry.type === 'File',
    })
    await rename(join(folder, member), to)
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

async function flush(path: string): Promise<void> {
  const file = await open(path)
  await file.sync().finally(() => file.close())
}

/** A mirror keeps each server's files in a folder named after the server; so does `rde stack pull`. */
export function mirrored(url: string, mirror: string | undefined): string {
  if (!mirror) return url
  const {host, pathname} = new URL(url)
  return `${mirror.replace(/\/+$/, '')}/${host}${pathname}`
}
