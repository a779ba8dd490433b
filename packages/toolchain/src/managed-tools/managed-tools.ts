import * as z from 'zod'

import type {ManagedTool} from './fetched-tool.js'
import managedTools from './managed-tools.json' with {type: 'json'}

export const platforms = ['linux/amd64', 'linux/arm64', 'darwin/amd64', 'darwin/arm64'] as const
export type Platform = (typeof platforms)[number]

const address = z.string().regex(/^https:\/\//)

const release = z.strictObject({
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** Of the file: `{version}`, `{os}` and `{arch}` stand for those of the tool and the platform. */
  url: address,
  /** The program in the file, where that is a tar archive. */
  member: z.string().optional(),
  /** Where the project publishes the sums, in the form of sha256sum(1), or one bare sum. */
  publishedSums: address,
  /** Of the file. */
  sha256: z.strictObject(
    Object.fromEntries(platforms.map((platform) => [platform, z.string().regex(/^[0-9a-f]{64}$/)])) as Record<
      Platform,
      z.ZodString
    >,
  ),
})
export type Release = z.infer<typeof release>

/** managed-tools.json. A test checks the file, so that rde need not. */
export const managedToolsSchema = z.strictObject({k3d: release, kubectl: release, helm: release})

/** One file to download, and what of it is the program. */
export interface ToolDownload {
  readonly url: string
  readonly sha256: string
  readonly member?: string
}

export function managedVersion(name: ManagedTool): string {
  return managedTools[name].version
}

/** What to download for this platform; undefined where the projects publish nothing. */
export function toolDownload(name: ManagedTool, platform: string): ToolDownload | undefined {
  const tool: Release = managedTools[name]
  if (!isPlatform(platform)) return undefined
  const {url, sha256, member} = tool
  return {
    url: fill(url, tool.version, platform),
    sha256: sha256[platform],
    ...(member && {member: fill(member, tool.version, platform)}),
  }
}

/** The platform that this Node runs on, in the words of the projects. */
export function thisPlatform({platform, arch}: Pick<NodeJS.Process, 'platform' | 'arch'> = process): string {
  return `${platform}/${arch === 'x64' ? 'amd64' : arch}`
}

export function fill(template: string, version: string, platform: Platform): string {
  const [os = '', arch = ''] = platform.split('/')
  return template.replaceAll('{version}', version).replaceAll('{os}', os).replaceAll('{arch}', arch)
}

function isPlatform(name: string): name is Platform {
  return (platforms as readonly string[]).includes(name)
}
