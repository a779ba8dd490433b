import {checkKey, defaultConfig, getSetting, parseKey, setSetting, unsetSetting} from '@rde/config'

import {changeSetting, type ChangedSetting} from './change-setting.js'
import type {ConfigContext} from './open-config.js'

/** Gives one setting its default back, or removes it where it has none; makes config.json if there is none. */
export async function unsetConfig(place: ConfigContext, key: string): Promise<ChangedSetting> {
  const path = parseKey(key)
  checkKey(path)
  const usual = getSetting(defaultConfig(place.identity), path)
  return changeSetting(place, {
    path,
    command: `rde config unset ${key}`,
    change: (config) => (usual === undefined ? unsetSetting(config, path) : setSetting(config, path, usual)),
  })
}
