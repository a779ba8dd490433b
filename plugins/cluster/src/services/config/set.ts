import {checkKey, formatKey, parseKey, parseValue, setSetting, type KeyPath, type RdeConfig} from '@rde/config'
import {checkDocument} from '@rde/config/store/parse-config'

import {changedSettings, requireSettings, type NamedSetting} from '../../providers/settings.js'
import {changeSetting, type ChangedSetting} from './change-setting.js'
import type {ConfigContext} from './open-config.js'

/** Changes one setting. Creates config.json if there is none. Refuses a setting without effect on the cluster. */
export async function setConfig(context: ConfigContext, key: string, value: string): Promise<ChangedSetting> {
  const path = parseKey(key)
  checkKey(path)
  return changeSetting(context, {
    path,
    command: `rde config set ${key}`,
    change(config) {
      const changed = setSetting(config, path, parseValue(value))
      requireSettings(settingsOf(path, config, changed), {config, name: context.identity.name})
      return changed
    },
  })
}

/**
 * The named setting, and those that differ if a whole section was set. Empty for an invalid document, which the store
 * reports.
 */
function settingsOf(path: KeyPath, before: RdeConfig, changed: RdeConfig): NamedSetting[] {
  const [section, ...below] = path
  if (section !== 'cluster') return []
  const {config: after} = checkDocument(changed)
  if (after === undefined) return []
  const named = below.length === 0 ? [] : [{key: below.join('.'), typed: formatKey(path)}]
  const others = changedSettings(before, after).filter(({typed}) => typed !== formatKey(path))
  return [...named, ...others]
}
