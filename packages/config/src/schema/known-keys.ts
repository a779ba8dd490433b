import {nearest} from '@rde/errors'

import {jsonSchema, type JsonSchema} from './json-schema.js'
import {formatKey, type KeyPath} from './key-path.js'

/** The keys that a schema allows; that of config.json unless given. Takes a few milliseconds to create. */
export class KnownKeys {
  readonly #schema: JsonSchema

  constructor(schema: JsonSchema = jsonSchema()) {
    this.#schema = schema
  }

  /** All keys that the schema names, as they are typed. */
  all(): string[] {
    return allPaths(this.#schema, []).map(formatKey)
  }

  /** How many keys at the beginning of the path are known: all of them, or those above the first unknown one. */
  knownDepth(path: KeyPath): number {
    let schemas: readonly JsonSchema[] = [this.#schema]
    for (const [index, key] of path.entries()) {
      // JSON parsers do not keep a setting with that name.
      if (key === '__proto__') return index
      if (schemas.some(isAnything)) return path.length
      schemas = schemas.flatMap((schema) => below(schema, key))
      if (schemas.length === 0) return index
    }
    return path.length
  }

  /** The setting that was probably meant, with a similar name: a sibling of the unknown key, else any setting. */
  nearest(path: KeyPath): string | undefined {
    const parent = path.slice(0, -1)
    const wanted = path.at(-1) ?? ''
    const found = closest(this.#siblings(parent), wanted) ?? closest(allPaths(this.#schema, []), wanted)
    return found && formatKey(found)
  }

  /** The keys that the schema names right below a path, which may lead through records and lists. */
  #siblings(parent: KeyPath): KeyPath[] {
    const schemas = parent.reduce<JsonSchema[]>((at, key) => at.flatMap((schema) => below(schema, key)), [this.#schema])
    const branches = schemas.flatMap((schema) => [schema, ...alternatives(schema)])
    return branches.flatMap(({properties = {}}) => Object.keys(properties).map((key) => [...parent, key]))
  }
}

function closest(paths: readonly KeyPath[], wanted: string): KeyPath | undefined {
  const near = nearest(wanted, [...new Set(paths.map((path) => path.at(-1) ?? ''))])
  return near === undefined ? undefined : paths.find((path) => path.at(-1) === near)
}

/** The paths that the schema names. A record allows any key, so there is none to suggest below it. */
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
