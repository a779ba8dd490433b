import {isDeepStrictEqual} from 'node:util'

import {RdeError} from '@rde/errors'

import {formatKey, type KeyPath} from '../schema/key-path.js'
import {KnownKeys} from '../schema/known-keys.js'
import type {RdeConfig} from '../schema/v1.js'

/** JSON if it parses, else the text itself: `2`, `true`, `["a"]`, `rancher/k3s:v1.33.4-k3s1`. */
export function parseValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** The setting at `path`; undefined if it is not set. */
export function getSetting(document: unknown, path: KeyPath): unknown {
  return path.reduce((part, key) => (isContainer(part) && Object.hasOwn(part, key) ? part[key] : undefined), document)
}

/** A copy with the setting at `path` changed. Creates missing objects on the path. Does not check the schema. */
export function setSetting<T>(document: T, path: KeyPath, value: unknown): T {
  return changeAt(document, path, (parent, key) => put(parent, key, value)) as T
}

/** A copy without the setting at `path`, which then has its default. */
export function unsetSetting<T>(document: T, path: KeyPath): T {
  if (getSetting(document, path) === undefined) return document
  return changeAt(document, path, (parent, key) => {
    if (Array.isArray(parent)) return parent.filter((_, index) => String(index) !== key)
    return Object.fromEntries(Object.entries(parent).filter(([name]) => name !== key))
  }) as T
}

/** Throws RDE_SETTING_UNKNOWN, with the nearest known key, if config.json has no such setting. */
export function checkKey(path: KeyPath): void {
  const known = new KnownKeys()
  const depth = known.knownDepth(path)
  if (depth === path.length) return
  const nearest = known.nearest(path.slice(0, depth + 1))
  const remedy = {what: 'See all settings', command: 'rde config get'}
  throw new RdeError(`${formatKey(path)} is not a setting${nearest ? `; did you mean ${nearest}?` : '.'}`, {
    code: 'RDE_SETTING_UNKNOWN',
    exitCode: 2,
    remedies: [remedy],
  })
}

/** The changed settings that an existing cluster cannot adopt: they need `rde cluster delete` and `start`. */
export function needsRecreate(before: RdeConfig, after: RdeConfig): string[] {
  const fixed = (['apiPort', 'registryPort', 'httpPort', 'k3sImage'] as const).filter(
    (key) => before.cluster[key] !== after.cluster[key],
  )
  const fewer = after.cluster.agents < before.cluster.agents ? ['agents'] : []
  const other = isDeepStrictEqual(before.cluster.proxy ?? null, after.cluster.proxy ?? null) ? [] : ['proxy']
  return [...fixed, ...fewer, ...other].map((key) => `cluster.${key}`)
}

type Container = Record<string, unknown> | unknown[]

function changeAt(part: unknown, path: KeyPath, change: (parent: Container, key: string) => unknown): unknown {
  const [key = '', ...rest] = path
  const parent: Record<string, unknown> = isContainer(part) ? part : {}
  if (rest.length === 0) return change(parent, key)
  const changed = changeAt(Object.hasOwn(parent, key) ? parent[key] : undefined, rest, change)
  return put(parent, key, changed)
}

function put(parent: Container, key: string, value: unknown): Container {
  if (!Array.isArray(parent)) return {...parent, [key]: value}
  if (!/^\d{1,9}$/.test(key) || Number(key) > parent.length) throw notAnIndex(key, parent.length)
  return parent.toSpliced(Number(key), 1, value)
}

/** A larger index would leave a hole, or allocate that much memory. */
function notAnIndex(key: string, length: number): RdeError {
  return new RdeError(`[${key}] is not an index of this list of ${length}; to append, use [${length}].`, {
    code: 'RDE_SETTING_INVALID',
    exitCode: 2,
    outcome: 'Nothing was changed.',
    remedies: [{what: 'See the list', command: 'rde config get'}],
  })
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
