import type {Node} from 'yaml'

import type {Expression, Trigger, Value} from '../document.js'
import {readExpression} from './read-expression.js'
import {readFields, readNamed, readText, readTexts, warnUnknown} from './read-fields.js'
import {noTags, ValueReader} from '../go-yaml/read-value.js'
import {given, readCondition} from './read-step.js'
import type {MaybeNode, Path, YamlFile} from '../go-yaml/yaml-file.js'

/** What each type of source needs, and what it may have beside that. */
const sources = {
  schedule: {needs: ['schedule'], may: []},
  push: {needs: [], may: ['schema']},
  webhook: {needs: ['image'], may: ['spec', 'env', 'input', 'command', 'args']},
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
  const {needs, may} = sources[type]
  for (const key of needs) if (!fields.get(key)) file.error(node, `a trigger of type ${type} needs "${key}"`)
  warnUnknown(file, node, {path, known: ['type', ...needs, ...may]})
  const known = [...needs, ...may].filter((key) => fields.has(key))
  return {type, ...Object.fromEntries(known.map((key) => [key, readPart(file, fields.get(key), [...path, key])]))}
}

function isSourceType(type: string): type is SourceType {
  return Object.hasOwn(sources, type)
}

/** One field of a source, each read in its own way. */
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
