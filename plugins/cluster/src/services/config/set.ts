import {checkKey, parseKey, parseValue, setSetting} from '@rde/config'

import {changeSetting, type ChangedSetting} from './change-setting.js'
import type {ConfigContext} from './open-config.js'

/** Sets one setting; makes config.json if there is none. */
export async function setConfig(place: ConfigContext, key: string, value: string): Promise<ChangedSetting> {
  const path = parseKey(key)
  checkKey(path)
  return changeSetting(place, {
    path,
    command: `rde config set ${key}`,
    change: (config) => setSetting(config, path, parseValue(value)),
  })
}
