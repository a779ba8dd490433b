import {distance} from 'fastest-levenshtein'

import {jsonSchema, type JsonSchema} from './json-schema.js'
import {formatKey, type KeyPath} from './key-path.js'

/** Which keys config.json may have, as the schema says. Made when it is first needed: it takes a few milliseconds. */
export class KnownKeys {
  readonly #schema = jsonSchema()

  /** How many keys at the beginning of the path are known: all of them, or those above the first unknown one. */
  knownDepth(path: KeyPath): number {
    let schemas: readonly JsonSchema[] = [this.#schema]
    for (const [index, key] of path.entries()) {
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
    const all = allPaths(this.#schema, [])
    const beside = all.filter((known) => formatKey(known.slice(0, -1)) === formatKey(parent))
    const found = closest(beside, wanted) ?? closest(all, wanted)
    return found && formatKey(found)
  }
}

function closest(paths: readonly KeyPath[], wanted: string): KeyPath | undefined {
  const rated = paths.map((path) => ({path, far: distance((path.at(-1) ?? '').toLowerCase(), wanted.toLowerCase())}))
  const near = rated.filter(({far}) => far <= Math.max(1, Math.floor(wanted.length / 3)))
  return near.sort((a, b) => a.far - b.far)[0]?.path
}

/** The paths that the schema spells out; below a record any key goes, so there is none to suggest. */
function allPaths(schema: JsonSchema, above: KeyPath): KeyPath[] {
  const branches = [schema, ...(schema.anyOf ?? [])]
  return branches.flatMap(({properties = {}}) =>
    Object.entries(properties).flatMap(([key, part]) => [[...above, key], ...allPaths(part, [...above, key])]),
  )
}

function below(schema: JsonSchema, key: string): JsonSchema[] {
  const {properties = {}, additionalProperties, items, anyOf = []} = schema
  const named = Object.hasOwn(properties, key) ? properties[key] : undefined
  const element = /^\d+$/.test(key) ? items : undefined
  const found = named ?? (additionalProperties || undefined) ?? element
  return [...(found ? [found] : []), ...anyOf.flatMap((branch) => below(branch, key))]
}

function isAnything(schema: JsonSchema): boolean {
  return Object.keys(schema).every((key) => key === 'description' || key === 'default')
}
