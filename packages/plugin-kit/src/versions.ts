import {existsSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'

import {shippedFile} from '@rde/config/shipped-file'
import {Toolchain} from '@rde/toolchain/toolchain'
import {tools, type ToolName} from '@rde/toolchain/tools'

import type {Session} from './session.js'

export interface Versions {
  readonly rde: string
  /** What this rde was built from; null where nobody knows. */
  readonly commit: string | null
  readonly node: string
  readonly platform: string
  /** null: not there, or it does not tell. */
  readonly tools: Readonly<Record<ToolName, string | null>>
}

type Installation = Pick<Versions, 'rde' | 'platform'> & {readonly root: string}

/** The versions of everything that a report of a fault should name. */
export async function readVersions(session: Session, {root, rde, platform}: Installation): Promise<Versions> {
  const [commit, found] = await Promise.all([readCommit(session, root), readTools(session)])
  return {rde, commit, node: process.versions.node, platform, tools: found}
}

/** The package names the commit that it was made of; in a checkout, git knows. */
async function readCommit(session: Session, root: string): Promise<string | null> {
  const packed = shippedFile('build.json', import.meta.url)
  if (existsSync(packed)) return (JSON.parse(readFileSync(packed, 'utf8')) as {commit: string}).commit || null
  const checkout = dirname(root)
  if (!existsSync(join(checkout, '.git'))) return null
  const args = ['-C', checkout, 'describe', '--always', '--exclude=*', '--abbrev=12', '--dirty']
  const asked = session.runner().capture({file: 'git', args, timeoutMs: 5_000})
  return asked.then(({stdout}) => stdout.trim() || null).catch(() => null)
}

async function readTools({runner, data}: Session): Promise<Versions['tools']> {
  const names = Object.keys(tools) as ToolName[]
  const places = {env: process.env, folder: data.tools, versions: data.toolVersions}
  const {found} = await new Toolchain({runner: runner(), ...places}).examine(names)
  return Object.fromEntries(names.map((name) => [name, found[name]?.version ?? null])) as Versions['tools']
}
