import {openConfig, type RdeConfig} from '@rde/config'
import type {Session} from '@rde/plugin-kit'

/**
 * Reads config.json without the lock, so that its secrets are masked in command lines and in the output of tools.
 * Resolves with the error if it cannot be read: status and delete work without it.
 */
export function learnSecrets(session: Session): Promise<RdeConfig | Error | undefined> {
  return openConfig(session).catch((error: Error) => error)
}
