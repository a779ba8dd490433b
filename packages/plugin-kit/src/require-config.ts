import {absentConfig, readConfig, secretsOf, type RdeConfig} from '@rde/config'

import type {Session} from './session.js'

/** config.json, read without the lock, its secrets masked from then on. Throws (exit 4) where there is none. */
export async function requireConfig({data, secrets}: Pick<Session, 'data' | 'secrets'>): Promise<RdeConfig> {
  const config = await readConfig(data)
  if (config === undefined) throw absentConfig(data.config)
  secrets.learn(secretsOf(config))
  return config
}
