import * as z from 'zod'

import {rdeConfigV1} from './v1.js'

/** The part of JSON Schema that zod generates from our declaration and that we read. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: false | JsonSchema
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
}

/** The JSON Schema of config.json, for editors and for `rde config schema`. */
export function jsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(rdeConfigV1, {io: 'input'})
  return {title: 'config.json of rde', ...schema} as JsonSchema
}
