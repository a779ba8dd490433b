import {isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap, type YAMLSeq} from 'yaml'

import type {Value} from '../document.js'
import {mappingEntries, textOf} from './mapping-entries.js'
import {plainScalar, type PlainScalar} from './plain-scalar.js'
import {isPlain, type MaybeNode, type Path, tagOf, type YamlFile} from './yaml-file.js'

/** Reads a value with one of Relay's tags; undefined if it has no tag or another one. */
export type TagReader = (file: YamlFile, node: Node, path: Path) => Value | undefined

/** Ignores tags, as in the defaults of parameters. */
export const noTags: TagReader = () => undefined

/** Reads a value of any kind. Reports a problem and returns null for what cannot be read. */
export class ValueReader {
  constructor(
    private readonly file: YamlFile,
    private readonly readTag: TagReader,
  ) {}

  read(from: MaybeNode, path: Path): Value {
    const node = this.file.enter(from, path)
    if (!node) return null
    const tagged = this.readTag(this.file, node, path)
    if (tagged !== undefined) return tagged
    if (isMap(node)) return this.mapping(node, path)
    return isSeq(node) ? this.list(node, path) : this.#scalar(node as Scalar)
  }

  list(node: YAMLSeq, path: Path): Value[] {
    return (node.items as MaybeNode[]).map((item, index) => this.read(item, [...path, index]))
  }

  mapping(node: YAMLMap, path: Path): Record<string, Value> {
    const entries = mappingEntries(this.file, node, path)
    for (const {keyNode} of entries) this.#requireText(keyNode)
    return Object.fromEntries(entries.map(({key, value}) => [key, this.read(value, [...path, key])]))
  }

  #requireText(key: Node): void {
    if (!isPlain(key) || typeof plainScalar(key.value) === 'string') return
    this.file.error(key, `the key ${key.value || 'null'} is not a string: put it in quotes`)
  }

  #scalar(node: Scalar): Value {
    const value = scalarValue(node)
    if (value === undefined) this.file.error(node, `"${textOf(node)}" is not a valid ${tagOf(node)}`)
    const infinite = typeof value === 'number' && !Number.isFinite(value)
    if (infinite) this.file.error(node, `JSON cannot represent the number ${textOf(node)}`)
    return infinite ? null : (value ?? null)
  }
}

/** Undefined if the text is not valid for its tag. */
function scalarValue(node: Scalar): PlainScalar | undefined {
  const tag = tagOf(node)
  const text = textOf(node)
  if (tag === undefined) return isPlain(node) ? plainScalar(text) : text
  if (tag === '!!binary') return decoded(text)
  const kind = kinds[tag]
  if (kind === undefined) return text
  const value = plainScalar(text)
  return kind(value) ? value : undefined
}

const kinds: Readonly<Record<string, (value: PlainScalar) => boolean>> = {
  '!!null': (value) => value === null,
  '!!bool': (value) => typeof value === 'boolean',
  '!!int': (value) => typeof value === 'bigint' || Number.isInteger(value),
  '!!float': (value) => typeof value === 'bigint' || typeof value === 'number',
  '!!timestamp': (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value),
}

function decoded(text: string): string | undefined {
  const data = text.replaceAll(/\s/g, '')
  return isBase64(data) ? Buffer.from(data, 'base64').toString() : undefined
}

export function isBase64(data: string): boolean {
  return data.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(data)
}

/** Whether YAML reads the node as null: `~`, `null`, or an empty value. */
export function isNull(node: Node): boolean {
  return (
    isScalar(node) &&
    (tagOf(node) === '!!null' || (tagOf(node) === undefined && isPlain(node) && plainScalar(node.value) === null))
  )
}
