import {openConfig, type RdeConfig} from '@rde/config'
import type {Session} from '@rde/plugin-kit'

/**
 * Reads config.json without the lock, so that what it keeps secret shows neither in command lines nor in a tool's last
 * words. An error instead of a config.json is given back: status and delete work without one.
 */
export function learnSecrets(session: Session): Promise<RdeConfig | Error | undefined> {
  return openConfig(session).catch((error: Error) => error)
}
