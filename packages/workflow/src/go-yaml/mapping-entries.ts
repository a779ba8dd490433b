import {isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap} from 'yaml'

import {isPlain, type MaybeNode, type Path, type YamlFile} from './yaml-file.js'

export interface Entry {
  /** The source text of the key, whatever its YAML type. */
  readonly key: string
  readonly keyNode: Node
  readonly value: MaybeNode
}

/**
 * The entries of a mapping, including merged ones (`<<`). For each key, its own entry wins, then the first merged one.
 */
export function mappingEntries(file: YamlFile, mapping: YAMLMap, path: Path): Entry[] {
  const pairs = mapping.items as Pair<Node, MaybeNode>[]
  const own = pairs.filter(({key}) => !isMerge(key)).flatMap((pair) => entry(file, pair, path))
  const merged = pairs
    .filter(({key}) => isMerge(key))
    .flatMap(({key, value}) => mergedEntries(file, value ?? key, path))
  const known = new Map<string, Entry>()
  for (const one of [...own, ...merged]) if (!known.has(one.key)) known.set(one.key, one)
  return [...known.values()]
}

function isMerge(key: Node): boolean {
  return isPlain(key) && key.value === '<<'
}

function entry(file: YamlFile, {key, value}: Pair<Node, MaybeNode>, path: Path): Entry[] {
  const keyNode = file.enter(key, [...path, '?'])
  if (isScalar(keyNode)) return [{key: textOf(keyNode), keyNode, value}]
  if (keyNode) file.error(keyNode, `a key must be a string, not ${isMap(keyNode) ? 'a mapping' : 'a list'}`)
  return []
}

function mergedEntries(file: YamlFile, from: MaybeNode, path: Path): Entry[] {
  // One level deeper each time, so that merges of merges end at the limit of depth.
  const inner = [...path, '<<']
  const node = file.enter(from, inner)
  if (isMap(node)) return mappingEntries(file, node, inner)
  if (isSeq(node)) return (node.items as MaybeNode[]).flatMap((item) => mergedEntries(file, item, inner))
  if (node) file.error(node, '<< merges a mapping, or a list of them')
  return []
}

/** The source text of a scalar; a binary one stays in base64. */
export function textOf(node: Scalar): string {
  return String(node.value ?? '')
}
