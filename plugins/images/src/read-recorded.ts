import {absentConfig, readConfig, secretsOf, type RdeConfig} from '@rde/config'
import type {Session} from '@rde/plugin-kit'

/** config.json, read without the lock. Throws (exit 4) where there is none. */
export async function readRecorded({data, secrets}: Pick<Session, 'data' | 'secrets'>): Promise<RdeConfig> {
  const config = await readConfig(data)
  if (config === undefined) throw absentConfig(data.config)
  secrets.learn(secretsOf(config))
  return config
}
