import {existsSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'

import {shippedFile} from '@rde/config/files/shipped-file'
import {missingTool} from '@rde/toolchain/tools/missing-tool'
import {Toolchain} from '@rde/toolchain/tools/toolchain'
import {tools, type ToolName} from '@rde/toolchain/tools/tools'

import type {Session} from './session.js'

export interface Versions {
  readonly rde: string
  /** The commit that this rde was built from; null if unknown. */
  readonly commit: string | null
  readonly node: string
  readonly platform: string
  /** null: not installed, or its version is unknown. */
  readonly tools: Readonly<Record<ToolName, string | null>>
  /** Why an installed tool cannot be used, in one line: it is too old, or it hangs. */
  readonly problems: Readonly<Partial<Record<ToolName, string>>>
}

type Installation = Pick<Versions, 'rde' | 'platform'> & {readonly root: string}

/** The versions that a bug report should name. */
export async function readVersions(session: Session, {root, rde, platform}: Installation): Promise<Versions> {
  const [commit, found] = await Promise.all([readCommit(session, root), readTools(session)])
  return {rde, commit, node: process.versions.node, platform, ...found}
}

/** From the package's build.json; in a checkout, from git. */
async function readCommit(session: Session, root: string): Promise<string | null> {
  const packed = shippedFile('build.json', import.meta.url)
  if (existsSync(packed)) return (JSON.parse(readFileSync(packed, 'utf8')) as {commit: string}).commit || null
  const checkout = dirname(root)
  if (!existsSync(join(checkout, '.git'))) return null
  const args = ['-C', checkout, 'describe', '--always', '--exclude=*', '--abbrev=12', '--dirty']
  const asked = session.runner().capture({file: 'git', args, timeoutMs: 5_000})
  return asked.then(({stdout}) => stdout.trim() || null).catch(() => null)
}

/** Short, since the user is waiting; a start allows more time for a tool on a cold disk. */
const versionMs = 5_000

async function readTools({runner, data}: Session): Promise<Pick<Versions, 'tools' | 'problems'>> {
  const names = Object.keys(tools) as ToolName[]
  const locations = {env: process.env, folder: data.tools, versions: data.toolVersions}
  const {found, problems} = await new Toolchain({runner: runner(), ...locations, versionMs}).examine(names)
  const unusable = problems.filter(({name, what}) => what !== missingTool(name).message)
  return {
    tools: Object.fromEntries(names.map((name) => [name, found[name]?.version ?? null])) as Versions['tools'],
    problems: Object.fromEntries(unusable.map(({name, what}) => [name, what])),
  }
}
