import {absentConfig, readConfig, type DataDirectory, type RdeConfig} from '@rde/config'

/** config.json as it is now, checked; without one it is exit code 4. */
export async function existingConfig(data: DataDirectory): Promise<RdeConfig> {
  const config = await readConfig(data)
  if (!config) throw absentConfig(data.config)
  return config
}
