import type {Node} from 'yaml'

import type {Expression, Trigger, Value} from '../document.js'
import {readExpression} from './read-expression.js'
import {readFields, readNamed, readText, readTexts, warnUnknown} from './read-fields.js'
import {noTags, ValueReader} from '../go-yaml/read-value.js'
import {given, readCondition} from './read-step.js'
import type {MaybeNode, Path, YamlFile} from '../go-yaml/yaml-file.js'

/** The required and optional fields of each type of source. */
const sources = {
  schedule: {required: ['schedule'], optional: []},
  push: {required: [], optional: ['schema']},
  webhook: {required: ['image'], optional: ['spec', 'env', 'input', 'command', 'args']},
} as const

type SourceType = keyof typeof sources

export function readTrigger(file: YamlFile, node: Node, path: Path): Trigger {
  const fields = readFields(file, node, path)
  const name = readText(file, fields.get('name'), [...path, 'name']) ?? ''
  if (name === '') file.error(node, 'a trigger needs a name')
  warnUnknown(file, node, {path, known: ['name', 'source', 'binding', 'when']})
  return {
    name,
    source: readSource(file, fields.get('source') ?? node, [...path, 'source']),
    ...given('binding', readBinding(file, fields.get('binding'), [...path, 'binding'])),
    ...given('when', readCondition(file, fields.get('when'), [...path, 'when'])),
  }
}

function readSource(file: YamlFile, node: Node, path: Path): Trigger['source'] {
  const fields = readFields(file, node, path)
  const type = readText(file, fields.get('type'), [...path, 'type']) ?? ''
  if (!isSourceType(type)) {
    const types = Object.keys(sources).join(', ')
    const wrong =
      type === ''
        ? `a trigger needs a "source" of type ${types}`
        : `the source of a trigger is of type ${types}, not "${type}"`
    file.error(fields.get('type') ?? node, wrong)
    return {type: 'push'}
  }
  const {required, optional} = sources[type]
  for (const key of required) if (!fields.get(key)) file.error(node, `a trigger of type ${type} needs "${key}"`)
  warnUnknown(file, node, {path, known: ['type', ...required, ...optional]})
  const known = [...required, ...optional].filter((key) => fields.has(key))
  return {type, ...Object.fromEntries(known.map((key) => [key, readPart(file, fields.get(key), [...path, key])]))}
}

function isSourceType(type: string): type is SourceType {
  return Object.hasOwn(sources, type)
}

/** Reads one field of a source. */
function readPart(file: YamlFile, node: MaybeNode, path: Path): Value {
  switch (path.at(-1)) {
    case 'spec':
    case 'env':
      return readNamed(readFields(file, node, path), path, (value, inner) => readExpression(file, value, inner)) ?? {}
    case 'input':
    case 'args':
      return readTexts(file, node, path)
    case 'schema':
      return new ValueReader(file, noTags).read(node, path)
    default:
      return readText(file, node, path) ?? ''
  }
}

function readBinding(file: YamlFile, node: MaybeNode, path: Path): Trigger['binding'] | undefined {
  if (!node) return undefined
  const expression = (value: MaybeNode, inner: Path): Expression => readExpression(file, value, inner)
  const fields = readFields(file, node, path)
  const parameters = [...path, 'parameters']
  return {
    ...given('key', fields.has('key') ? expression(fields.get('key'), [...path, 'key']) : undefined),
    ...given('parameters', readNamed(readFields(file, fields.get('parameters'), parameters), parameters, expression)),
  }
}
