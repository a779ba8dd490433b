import {isDeepStrictEqual} from 'node:util'

import {
  defaultConfig,
  derivedDifferences,
  formatKey,
  maskSecrets,
  type DerivedDifference,
  type KeyPath,
  type RdeConfig,
} from '@rde/config'

import {type ConfigContext, existingConfig} from './open-config.js'

export interface DifferentSetting {
  readonly key: string
  /** `null` if it is not set. */
  readonly value: unknown
  readonly default: unknown
}

export interface ConfigDiff {
  /** The user's choices: where config.json differs from a new one. */
  readonly settings: readonly DifferentSetting[]
  /** The derived files that the next start rewrites. */
  readonly derived: readonly DerivedDifference[]
}

export interface DiffInputs {
  readonly config: RdeConfig
  readonly defaults: RdeConfig
  readonly derived: readonly DerivedDifference[]
}

/** Sections that rde writes itself: they are not choices, and always differ from a new config.json. */
const records = new Set(['$schema', 'kubeconfig', 'credentials', 'images'])

export async function diffConfig({data, identity}: ConfigContext): Promise<ConfigDiff> {
  const config = await existingConfig(data)
  return compareConfig({config, defaults: defaultConfig(identity), derived: await derivedDifferences(config, data)})
}

/** Compares the values, without reading any file. */
export function compareConfig({config, defaults, derived}: DiffInputs): ConfigDiff {
  const sections = Object.keys(config).filter((section) => !records.has(section))
  const settings = sections.flatMap((section) =>
    differences([section], config[section as keyof RdeConfig], defaults[section as keyof RdeConfig]),
  )
  return {settings, derived}
}

function differences(path: KeyPath, value: unknown, defaultValue: unknown): DifferentSetting[] {
  if (isDeepStrictEqual(value, defaultValue)) return []
  if (!isObject(value) || !isObject(defaultValue)) {
    return [{key: formatKey(path), value: maskSecrets(value, path) ?? null, default: defaultValue ?? null}]
  }
  const keys = [...new Set([...Object.keys(value), ...Object.keys(defaultValue)])]
  return keys.flatMap((key) => differences([...path, key], value[key], defaultValue[key]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
