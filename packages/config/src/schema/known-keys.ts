import {nearest} from '@rde/errors'

import {jsonSchema, type JsonSchema} from './json-schema.js'
import {formatKey, type KeyPath} from './key-path.js'

/** Which keys a file may have, as its schema says; config.json unless another is given. Takes a few milliseconds to make. */
export class KnownKeys {
  readonly #schema: JsonSchema

  constructor(schema: JsonSchema = jsonSchema()) {
    this.#schema = schema
  }

  /** All that the schema spells out, as they are typed. */
  all(): string[] {
    return allPaths(this.#schema, []).map(formatKey)
  }

  /** How many keys at the beginning of the path are known: all of them, or those above the first unknown one. */
  knownDepth(path: KeyPath): number {
    let schemas: readonly JsonSchema[] = [this.#schema]
    for (const [index, key] of path.entries()) {
      // No reader of JSON keeps a setting of that name.
      if (key === '__proto__') return index
      if (schemas.some(isAnything)) return path.length
      schemas = schemas.flatMap((schema) => below(schema, key))
      if (schemas.length === 0) return index
    }
    return path.length
  }

  /** The setting that was probably meant: of a like name, beside the unknown key first, then anywhere. */
  nearest(path: KeyPath): string | undefined {
    const parent = path.slice(0, -1)
    const wanted = path.at(-1) ?? ''
    const found = closest(this.#beside(parent), wanted) ?? closest(allPaths(this.#schema, []), wanted)
    return found && formatKey(found)
  }

  /** The keys that the schema names right below a path, which may lead through records and lists. */
  #beside(parent: KeyPath): KeyPath[] {
    const schemas = parent.reduce<JsonSchema[]>((at, key) => at.flatMap((schema) => below(schema, key)), [this.#schema])
    const branches = schemas.flatMap((schema) => [schema, ...alternatives(schema)])
    return branches.flatMap(({properties = {}}) => Object.keys(properties).map((key) => [...parent, key]))
  }
}

function closest(paths: readonly KeyPath[], wanted: string): KeyPath | undefined {
  const near = nearest(wanted, [...new Set(paths.map((path) => path.at(-1) ?? ''))])
  return near === undefined ? undefined : paths.find((path) => path.at(-1) === near)
}

/** The paths that the schema spells out; below a record any key goes, so there is none to suggest. */
function allPaths(schema: JsonSchema, above: KeyPath): KeyPath[] {
  const branches = [schema, ...alternatives(schema)]
  return branches.flatMap(({properties = {}}) =>
    Object.entries(properties).flatMap(([key, part]) => [[...above, key], ...allPaths(part, [...above, key])]),
  )
}

function below(schema: JsonSchema, key: string): JsonSchema[] {
  const {properties = {}, additionalProperties, items} = schema
  const named = Object.hasOwn(properties, key) ? properties[key] : undefined
  const element = /^\d+$/.test(key) ? items : undefined
  const found = named ?? (additionalProperties || undefined) ?? element
  return [...(found ? [found] : []), ...alternatives(schema).flatMap((branch) => below(branch, key))]
}

function alternatives({anyOf = [], oneOf = []}: JsonSchema): readonly JsonSchema[] {
  return [...anyOf, ...oneOf]
}

function isAnything(schema: JsonSchema): boolean {
  return Object.keys(schema).every((key) => key === 'description' || key === 'default')
}
