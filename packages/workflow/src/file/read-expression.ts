import {isMap, isScalar, isSeq, type Node, type Scalar} from 'yaml'

import type {Expression} from '../document.js'
import {nearest} from '@rde/errors'
import {mappingEntries, textOf} from '../go-yaml/mapping-entries.js'
import {plainScalar} from '../go-yaml/plain-scalar.js'
import {isBase64, isNull, ValueReader} from '../go-yaml/read-value.js'
import {type MaybeNode, type Path, tagOf, type YamlFile} from '../go-yaml/yaml-file.js'

/** The arguments of each tag, in the order of its list form. */
const references: Readonly<Record<string, readonly string[]>> = {
  '!Secret': ['name'],
  '!Parameter': ['name'],
  '!Data': ['query'],
  '!Connection': ['type', 'name'],
  '!Output': ['from', 'name'],
  '!Answer': ['askRef', 'name'],
}

const functionTag = '!Fn.'

/** Reads a value; converts tags at any depth to their JSON form. */
export function readExpression(file: YamlFile, node: MaybeNode, path: Path): Expression {
  return new ValueReader(file, readTag).read(node, path)
}

function readTag(file: YamlFile, node: Node, path: Path): Expression | undefined {
  const tag = tagOf(node)
  if (tag === undefined) return undefined
  if (tag.startsWith(functionTag)) return readInvocation(file, node, path)
  if (Object.hasOwn(references, tag)) return readReference(file, node, path)
  if (tag === '!!binary' && isScalar(node)) return readBinary(file, node)
  if (tag.startsWith('!!')) return undefined
  const near = nearest(tag, Object.keys(references))
  file.error(node, `unknown tag "${tag}"${near === undefined ? '' : `; did you mean ${near}?`}`)
  return null
}

function readInvocation(file: YamlFile, node: Node, path: Path): Expression {
  const name = tagOf(node)!.slice(functionTag.length)
  if (name === '') file.error(node, '!Fn. must be followed by the name of a function, as in !Fn.concat')
  const key = `$fn.${name}`
  const inner = [...path, key]
  const values = new ValueReader(file, readTag)
  if (isMap(node)) return {[key]: values.mapping(node, inner)}
  if (isSeq(node)) return {[key]: values.list(node, inner)}
  // Quotes are ignored, as in Relay's own tools: !Fn.toString "5" gets the number.
  const value = plainScalar(textOf(node as Scalar))
  return {[key]: [typeof value === 'number' && !Number.isFinite(value) ? textOf(node as Scalar) : value]}
}

function readReference(file: YamlFile, node: Node, path: Path): Expression {
  const tag = tagOf(node)!
  const fields = references[tag]!
  const given = argumentsOf(file, node, {fields, path})
  if (given.size !== fields.length || !fields.every((field) => given.has(field))) {
    const form = fields.length === 1 ? 'NAME' : `[${fields.join(', ').toUpperCase()}]`
    file.error(node, `${tag} needs ${fields.map((field) => `"${field}"`).join(' and ')}, as in ${tag} ${form}`)
    return null
  }
  const values = fields.map((field) => [field, readArgument(file, given.get(field), [...path, field])] as const)
  return {$type: tag.slice(1), ...Object.fromEntries(values)}
}

/** The given arguments by field. A single value is the argument of a tag with one field. */
function argumentsOf(
  file: YamlFile,
  node: Node,
  {fields, path}: {fields: readonly string[]; path: Path},
): Map<string, MaybeNode> {
  if (isMap(node)) return new Map(mappingEntries(file, node, path).map(({key, value}) => [key, value]))
  if (isSeq(node)) return new Map((node.items as MaybeNode[]).map((item, index) => [fields[index] ?? `${index}`, item]))
  return fields.length === 1 ? new Map([[fields[0]!, withoutTag(node as Scalar)]]) : new Map()
}

/** The argument itself, without the tag in front of it. */
function withoutTag(node: Scalar): Scalar {
  const bare = node.clone() as Scalar
  delete bare.tag
  return bare
}

/** Reads a name as a string, quoted or not: the engine finds nothing under a number. Keeps other expressions. */
function readArgument(file: YamlFile, from: MaybeNode, path: Path): Expression {
  const node = file.enter(from, path)
  const isName = isScalar(node) && (tagOf(node)?.startsWith('!!') ?? true)
  if (node && !isName) return readExpression(file, node, path)
  const name = isScalar(node) && !isNull(node) ? textOf(node) : ''
  if (name === '') file.error(node ?? from!, `"${path.at(-1)}" must not be empty`)
  return name
}

function readBinary(file: YamlFile, node: Scalar): Expression {
  const data = textOf(node).replaceAll(/\s/g, '')
  if (!isBase64(data)) file.error(node, 'what follows !!binary is not base64')
  return {$encoding: 'base64', data}
}
