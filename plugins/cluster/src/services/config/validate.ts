import type {DataDirectory} from '@rde/config'

import {existingConfig} from './open-config.js'

export interface ValidConfig {
  readonly path: string
  readonly valid: true
}

/** Throws one RdeError with all problems of config.json: RDE_CONFIG_INVALID, exit code 2. */
export async function validateConfig(data: DataDirectory): Promise<ValidConfig> {
  await existingConfig(data)
  return {path: data.config, valid: true}
}
