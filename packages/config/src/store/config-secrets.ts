import {maskUserInfo, userInfoIn} from '@rde/process-runner/masking/url-credentials'

import type {KeyPath} from '../schema/key-path.js'
import {isHiddenSetting, isSecretSetting} from '../schema/secret-settings.js'
import type {RdeConfig} from '../schema/v1.js'

const hidden = '••••'

/**
 * A copy of a configuration, or of its part at `path`, that may be shown: with all names, without secret values.
 * `declared`: the settings that extensions describe.
 */
export function maskSecrets(value: unknown, path: KeyPath = [], declared: readonly KeyPath[] = []): unknown {
  const masked = (part: unknown, key: string) => maskSecrets(part, [...path, key], declared)
  if (Array.isArray(value)) return value.map((item, index) => masked(item, String(index)))
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, masked(part, key)]))
  const isSet = value !== null && value !== undefined && typeof value !== 'boolean'
  if (isSet && isHiddenSetting(path, declared)) return hidden
  return typeof value === 'string' ? maskUserInfo(value) : value
}

/** Every secret text in a configuration, which a runner must mask in command lines and errors. */
export function secretsOf(config: RdeConfig): string[] {
  return secretTexts(config, [])
}

function secretTexts(value: unknown, path: KeyPath): string[] {
  if (typeof value === 'string') return isSecretSetting(path) ? [value] : userInfoIn(value)
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, part]) => secretTexts(part, [...path, key]))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
