import {checkKey, defaultConfig, getSetting, parseKey, setSetting, unsetSetting} from '@rde/config'

import {changeSetting, type ChangedSetting} from './change-setting.js'
import type {ConfigContext} from './open-config.js'

/** Resets one setting to its default, or removes it if it has none. Creates config.json if there is none. */
export async function unsetConfig(context: ConfigContext, key: string): Promise<ChangedSetting> {
  const path = parseKey(key)
  checkKey(path)
  const defaultValue = getSetting(defaultConfig(context.identity), path)
  return changeSetting(context, {
    path,
    command: `rde config unset ${key}`,
    change: (config) =>
      defaultValue === undefined ? unsetSetting(config, path) : setSetting(config, path, defaultValue),
  })
}
