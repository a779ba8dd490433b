import {defaultConfig, readConfig} from '@rde/config'
import {jsonSchema, type JsonSchema} from '@rde/config/schema/json-schema'

import type {ConfigContext} from './open-config.js'

/** The JSON Schema of config.json, for editors and other programs. */
export async function configSchema({data, identity, sections}: ConfigContext): Promise<JsonSchema> {
  const config = (await readConfig(data).catch(() => undefined)) ?? defaultConfig(identity)
  const {schemas} = await sections(config)
  const {properties = {}, ...schema} = jsonSchema()
  const extensions = {...properties['extensions'], properties: schemas}
  return Object.keys(schemas).length === 0 ? jsonSchema() : {...schema, properties: {...properties, extensions}}
}
