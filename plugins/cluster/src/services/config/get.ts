import {checkKey, formatKey, getSetting, maskSecrets, parseKey, type DataDirectory} from '@rde/config'
import {RdeError} from '@rde/errors'

import {existingConfig, type ConfigContext} from './open-config.js'

export interface GetOptions {
  /** Dotted path; the whole configuration if omitted. */
  readonly key?: string | undefined
  readonly showSecrets?: boolean
  readonly sections?: ConfigContext['sections']
}

/** The effective value of a setting, with defaults. Secrets are masked unless `showSecrets`. */
export async function getConfig(
  data: DataDirectory,
  {key, showSecrets = false, sections}: GetOptions,
): Promise<unknown> {
  const path = key === undefined ? [] : parseKey(key)
  if (path.length > 0) checkKey(path)
  const config = await existingConfig(data)
  const asksExtensions = path.length === 0 || path[0] === 'extensions'
  const ofExtensions = asksExtensions ? await sections?.(config) : undefined
  const value = getSetting(ofExtensions?.inForce(config) ?? config, path)
  if (value === undefined) throw notSet(formatKey(path))
  return showSecrets ? value : maskSecrets(value, path, ofExtensions?.settings)
}

function notSet(key: string): RdeError {
  return new RdeError(`${key} is not set.`, {
    code: 'RDE_SETTING_UNSET',
    remedies: [{what: 'Show all settings', command: 'rde config get'}],
  })
}
