import {isMap, isScalar, isSeq, type Node} from 'yaml'

import {nearest} from '@rde/errors'
import {mappingEntries, textOf} from '../go-yaml/mapping-entries.js'
import {plainScalar} from '../go-yaml/plain-scalar.js'
import {isNull} from '../go-yaml/read-value.js'
import {isPlain, kindOf, type MaybeNode, type Path, tagOf, type YamlFile} from '../go-yaml/yaml-file.js'

/** The fields of a mapping by name. Empty if the value is missing or, with an error, if it is not a mapping. */
export type Fields = ReadonlyMap<string, MaybeNode>

export function readFields(file: YamlFile, from: MaybeNode, path: Path): Fields {
  const node = file.enter(from, path)
  if (!node || isNull(node)) return new Map()
  if (isMap(node) && !isReference(node)) {
    return new Map(mappingEntries(file, node, path).map(({key, value}) => [key, value]))
  }
  const found = isReference(node) ? `the expression ${tagOf(node)}` : kindOf(node)
  file.error(node, `${nameOf(path)} must be a mapping, not ${found}`)
  return new Map()
}

/** Warns about fields that Relay does not know and would silently ignore. */
export function warnUnknown(
  file: YamlFile,
  from: MaybeNode,
  {path, known}: {path: Path; known: readonly string[]},
): void {
  const node = file.enter(from, path)
  if (!isMap(node)) return
  for (const {key, keyNode} of mappingEntries(file, node, path)) {
    if (known.includes(key)) continue
    const near = nearest(key, known)
    const hint = near === undefined ? '' : `; did you mean ${near}?`
    file.warn(keyNode, `unknown field "${key}" (Relay ignores it)${hint}`)
  }
}

/** In YAML, `echo a: b` is a mapping, which is unexpected in a line of a script. */
function colonHint(node: Node): string {
  const isLine = isMap(node) && !node.flow && node.items.length === 1
  return isLine ? ': ": " in the line makes it one; put the line in quotes' : ''
}

/** The items of a list, without nulls. */
export function readItems(file: YamlFile, from: MaybeNode, path: Path): readonly Node[] {
  const node = file.enter(from, path)
  if (!node || isNull(node)) return []
  if (isSeq(node)) return (node.items as MaybeNode[]).filter((item) => item && !isNull(item)) as Node[]
  file.error(node, `${nameOf(path)} must be a list, not ${kindOf(node)}`)
  return []
}

/** The source text of a scalar, whatever its YAML type; undefined if the value is missing. */
export function readText(file: YamlFile, from: MaybeNode, path: Path): string | undefined {
  const node = file.enter(from, path)
  if (!node || isNull(node)) return undefined
  if (!isScalar(node)) {
    file.error(node, `${nameOf(path)} must be a string, not ${kindOf(node)}${colonHint(node)}`)
    return undefined
  }
  const text = textOf(node)
  const isText = !isPlain(node) || tagOf(node) !== undefined || typeof plainScalar(text) === 'string'
  if (!isText) file.warn(node, `${text} is read as a string; put it in quotes: the hosted Relay rejects it otherwise`)
  return text
}

export function readTexts(file: YamlFile, from: MaybeNode, path: Path): string[] {
  return readItems(file, from, path).flatMap((item, index) => readText(file, item, [...path, index]) ?? [])
}

/** A list of texts, or a single one. */
export function readTextOrTexts(file: YamlFile, from: MaybeNode, path: Path): string[] {
  const node = file.enter(from, path)
  if (!isScalar(node)) return readTexts(file, node, path)
  const text = readText(file, node, [...path, 0])
  return text === undefined ? [] : [text]
}

/** A mapping of names to the results of `read`; undefined if it is empty. */
export function readNamed<T>(
  fields: Fields,
  path: Path,
  read: (node: MaybeNode, path: Path) => T,
): Readonly<Record<string, T>> | undefined {
  if (fields.size === 0) return undefined
  return Object.fromEntries([...fields].map(([key, node]) => [key, read(node, [...path, key])]))
}

/** Whether the node has one of Relay's tags. */
function isReference(node: Node): boolean {
  return tagOf(node)?.startsWith('!!') === false
}

function nameOf(path: Path): string {
  return path.length === 0 ? 'the file' : `"${path.filter((key) => typeof key === 'string').at(-1)}"`
}
