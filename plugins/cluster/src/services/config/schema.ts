import {jsonSchema, type JsonSchema} from '@rde/config/json-schema'

/** The JSON Schema of config.json, for editors and other programs. */
export function configSchema(): JsonSchema {
  return jsonSchema()
}
