import {copyFile, rename} from 'node:fs/promises'
import {dirname, join} from 'node:path'

import {makeFolder} from '@rde/config/files/make-folder'

import {fileSum} from '../download/file-sum.js'
import type {HttpClient} from '../download/http-client.js'
import {downloadFile} from '../download/resumable-download.js'
import {percentSteps} from './fetch-missing-tools.js'
import {mirrored} from './fetch-tool.js'
import {fetchedToolFolder, managedToolNames, type ManagedTool} from './fetched-tool.js'
import {managedVersion, toolDownload, type Platform, type ToolDownload} from './managed-tools.js'

export interface PullToolsContext {
  readonly http: HttpClient
  readonly mirror?: string | undefined
  /** `DataDirectory.tools`: tools that were fetched for this machine are not downloaded again. */
  readonly fetched: string
  readonly signal: AbortSignal
  report(line: string): void
}

/** Downloads all tools for these platforms to a folder with the layout of a mirror. */
export async function pullTools(
  platforms: readonly Platform[],
  folder: string,
  context: PullToolsContext,
): Promise<void> {
  for (const platform of platforms)
    for (const name of managedToolNames) await pullTool({name, ...toolDownload(name, platform)!}, folder, context)
}

type NamedDownload = ToolDownload & {readonly name: ManagedTool}

async function pullTool({name, url, sha256}: NamedDownload, folder: string, context: PullToolsContext) {
  const {fetched, mirror, report} = context
  const target = mirrored(url, folder)
  if ((await sumOf(target)) === sha256) return
  makeFolder(dirname(target))
  const own = join(fetchedToolFolder(name, fetched), name)
  if ((await sumOf(own)) === sha256) return copyFile(own, target)
  const title = `${name} ${managedVersion(name)}`
  const onProgress = percentSteps((text) => report(`${title}: ${text}`))
  const request = {url: mirrored(url, mirror), sha256}
  await rename(await downloadFile(request, {...context, folder: dirname(target), onProgress}), target)
}

function sumOf(path: string): Promise<string | undefined> {
  return fileSum(path).catch(() => undefined)
}
