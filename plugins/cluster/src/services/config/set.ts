import {checkKey, parseKey, parseValue, setSetting} from '@rde/config'

import {changeSetting, type ChangedSetting} from './change-setting.js'
import type {ConfigPlace} from './open-config.js'

/** Sets one setting; makes config.json if there is none. */
export async function setConfig(place: ConfigPlace, key: string, value: string): Promise<ChangedSetting> {
  const path = parseKey(key)
  checkKey(path)
  return changeSetting(place, {
    path,
    command: `rde config set ${key}`,
    change: (config) => setSetting(config, path, parseValue(value)),
  })
}
