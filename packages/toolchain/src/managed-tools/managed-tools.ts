import * as z from 'zod'

import type {ManagedTool} from './fetched-tool.js'
import managedTools from './managed-tools.json' with {type: 'json'}

export const platforms = ['linux/amd64', 'linux/arm64', 'darwin/amd64', 'darwin/arm64'] as const
export type Platform = (typeof platforms)[number]

const address = z.string().regex(/^https:\/\//)

const release = z.strictObject({
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** The URL of the file, with the placeholders `{version}`, `{os}` and `{arch}`. */
  url: address,
  /** The path of the program, if the file is a tar archive. */
  member: z.string().optional(),
  /** Where the project publishes the checksums, in the format of sha256sum(1), or as one bare sum. */
  publishedSums: address,
  /** The SHA-256 of the file. */
  sha256: z.strictObject(
    Object.fromEntries(platforms.map((platform) => [platform, z.string().regex(/^[0-9a-f]{64}$/)])) as Record<
      Platform,
      z.ZodString
    >,
  ),
})
export type Release = z.infer<typeof release>

/** The schema of managed-tools.json. Only a test validates the file. */
export const managedToolsSchema = z.strictObject({k3d: release, kubectl: release, helm: release})

/** A file to download; `member` is the program in an archive. */
export interface ToolDownload {
  readonly url: string
  readonly sha256: string
  readonly member?: string
}

export function managedVersion(name: ManagedTool): string {
  return managedTools[name].version
}

/** What to download for this platform; undefined if the project publishes nothing for it. */
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

/** The platform that this Node runs on, in the projects' notation: `linux/amd64`. */
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
