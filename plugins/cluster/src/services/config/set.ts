import {checkKey, formatKey, parseKey, parseValue, setSetting, type KeyPath, type RdeConfig} from '@rde/config'
import {checkDocument} from '@rde/config/store/parse-config'

import {changedSettings, requireSettings, type NamedSetting} from '../../providers/settings.js'
import {changeSetting, type ChangedSetting} from './change-setting.js'
import type {ConfigContext} from './open-config.js'

/** Sets one setting; makes config.json if there is none. One that the cluster does not follow is refused. */
export async function setConfig(place: ConfigContext, key: string, value: string): Promise<ChangedSetting> {
  const path = parseKey(key)
  checkKey(path)
  return changeSetting(place, {
    path,
    command: `rde config set ${key}`,
    change(config) {
      const changed = setSetting(config, path, parseValue(value))
      requireSettings(settingsOf(path, config, changed), {config, name: place.identity.name})
      return changed
    },
  })
}

/** The one that was named, and those in which a whole section differs. What the schema refuses is for the store to say. */
function settingsOf(path: KeyPath, before: RdeConfig, changed: RdeConfig): NamedSetting[] {
  const [section, ...below] = path
  if (section !== 'cluster') return []
  const {config: after} = checkDocument(changed)
  if (after === undefined) return []
  const named = below.length === 0 ? [] : [{key: below.join('.'), typed: formatKey(path)}]
  const others = changedSettings(before, after).filter(({typed}) => typed !== formatKey(path))
  return [...named, ...others]
}
