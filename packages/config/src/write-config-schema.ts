import type {DataDirectory} from './data-directory.js'
import {jsonSchema} from './json-schema.js'
import {readText} from './read-text.js'
import {writeFileAtomically} from './write-file-atomically.js'

/** Leaves the JSON Schema beside config.json, whose `$schema` refers to it, so that editors complete and check it. */
export async function writeConfigSchema(data: DataDirectory): Promise<void> {
  const text = `${JSON.stringify(jsonSchema(), undefined, 2)}\n`
  if ((await readText(data.configSchema)) !== text) await writeFileAtomically(data.configSchema, text)
}
