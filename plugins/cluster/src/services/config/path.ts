import {existsSync} from 'node:fs'

import type {DataDirectory} from '@rde/config'

export interface ConfigPathAnswer {
  readonly path: string
  readonly exists: boolean
}

export function configPath({config}: DataDirectory): ConfigPathAnswer {
  return {path: config, exists: existsSync(config)}
}
