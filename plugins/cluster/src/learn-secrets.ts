import {readConfig, secretsOf, type RdeConfig} from '@rde/config'
import type {Session} from '@rde/plugin-kit'

/**
 * Reads config.json without the lock, so that what it keeps secret shows neither in command lines nor in a tool's last
 * words. An error instead of a config.json is given back: status and delete work without one.
 */
export async function learnSecrets({data, secrets}: Session): Promise<RdeConfig | Error | undefined> {
  const config = await readConfig(data).catch((error: Error) => error)
  if (config !== undefined && !(config instanceof Error)) secrets.learn(secretsOf(config))
  return config
}
