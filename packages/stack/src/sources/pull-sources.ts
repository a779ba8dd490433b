import {copyFile, cp, stat} from 'node:fs/promises'
import {basename, join, relative, resolve} from 'node:path'

import type {Component} from '../document/component-schema.js'
import {builtinFolder} from '../document/find-stack.js'
import type {Selection} from '../document/select-components.js'
import {source as sourceSchema, type Source} from '../document/source-schema.js'
import type {Stack} from '../document/stack-schema.js'
import {withoutKey} from '../document/without-key.js'
import {resolveSource, type ResolvedSource, type SourceContext} from './resolve-source.js'
import {originOf} from './source-address.js'

export interface PulledSources {
  /** The stack with its sources in the folder. */
  readonly stack: Stack
  readonly files: readonly string[]
  /** Shown to the user: each SHA-256 that was seen for the first time. */
  readonly notes: readonly string[]
}

export interface PullOptions extends Pick<Selection, 'profile'> {
  readonly folder: string
  /** The ids of the components that run in the profile. */
  readonly components: readonly string[]
  report(line: string): void
}

/** Copies every source that a profile needs into a folder, except rde's own charts. */
export async function pullSources(
  stack: Stack,
  {folder, report, ...selection}: PullOptions,
  context: SourceContext,
): Promise<PulledSources> {
  const files = new Set<string>()
  const notes = new Set<string>()
  const pull = async (source: Source): Promise<Source> => {
    const resolved = await resolveSource(source, context)
    const placed = await placeSource(resolved, folder)
    if (placed === resolved.source) return placed
    const name = placed.path ?? placed.file ?? ''
    if (!files.has(name)) report(`${name}  from ${originOf(source, context.location)}`)
    files.add(name)
    if (resolved.note !== undefined) notes.add(resolved.note)
    return placed
  }
  return {stack: await mapSources(stack, selection, pull), files: [...files], notes: [...notes]}
}

type Change = (source: Source) => Promise<Source>

/** Changes every source of the profile, one after the other. The profile full includes core. */
async function mapSources(
  stack: Stack,
  {profile, components: chosen}: Pick<PullOptions, 'profile' | 'components'>,
  change: Change,
): Promise<Stack> {
  const components = {...stack.components}
  for (const [id, component] of Object.entries(components).filter(([one]) => chosen.includes(one))) {
    const {sources, inProfile} = component
    const replaced = profile === 'core' && Array.isArray(inProfile.core?.['sources'])
    components[id] = {
      ...component,
      sources: replaced ? sources : await inTurn(sources, change),
      inProfile: await mapProfiles(inProfile, change),
    }
  }
  return {...stack, components}
}

async function mapProfiles(inProfile: Component['inProfile'], change: Change) {
  const changed: Component['inProfile'] = {}
  for (const [profile, part] of Object.entries(inProfile) as ['core' | 'full', Record<string, unknown>][]) {
    const {sources, ...rest} = part
    const own = Array.isArray(sources) ? sources.map((source) => sourceSchema.parse(source)) : undefined
    changed[profile] = own === undefined ? part : {...rest, sources: await inTurn(own, change)}
  }
  return changed
}

async function inTurn<Item>(items: readonly Item[], change: (item: Item) => Promise<Item>): Promise<Item[]> {
  const changed: Item[] = []
  for (const item of items) changed.push(await change(item))
  return changed
}

/** Copies a source into a folder, unless it is one of rde's own charts; resolves with the source in the folder. */
async function placeSource({source, path, sha256}: ResolvedSource, folder: string): Promise<Source> {
  if (isWithin(builtinFolder, path)) return source
  const rest = withoutKey(source, 'path')
  if ((await stat(path)).isDirectory()) {
    const chartPath = `charts/${basename(path)}`
    if (resolve(path) !== join(folder, chartPath)) await cp(path, join(folder, chartPath), {recursive: true})
    return {...rest, path: chartPath, sha256} as Source
  }
  const file = source.file ?? basename(path)
  if (resolve(path) !== join(folder, file)) await copyFile(path, join(folder, file))
  return {...rest, file, sha256} as Source
}

function isWithin(folder: string, path: string): boolean {
  const relativePath = relative(folder, path)
  return !relativePath.startsWith('..') && relativePath !== resolve(path)
}
