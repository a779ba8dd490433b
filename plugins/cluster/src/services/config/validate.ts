import {existingConfig, type ConfigContext} from './open-config.js'

export interface ValidConfig {
  readonly path: string
  readonly valid: true
}

/** Throws one RdeError with all problems of config.json: RDE_CONFIG_INVALID, exit code 2. */
export async function validateConfig({data, sections}: Pick<ConfigContext, 'data' | 'sections'>): Promise<ValidConfig> {
  const config = await existingConfig(data)
  const known = await sections(config)
  known.check(config, data.config)
  return {path: data.config, valid: true}
}
