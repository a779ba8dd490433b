import type {Node} from 'yaml'

import type {ApprovalStep, ContainerStep, Expression, Step} from '../document.js'
import {readExpression} from './read-expression.js'
import {type Fields, readFields, readNamed, readText, readTextOrTexts, readTexts, warnUnknown} from './read-fields.js'
import {isNull} from '../go-yaml/read-value.js'
import type {MaybeNode, Path, YamlFile} from '../go-yaml/yaml-file.js'

const commonFields = ['name', 'type', 'dependsOn', 'when', 'description']
const containerFields = [...commonFields, 'image', 'spec', 'env', 'input', 'inputFile', 'command', 'args']

export function readStep(file: YamlFile, node: Node, path: Path): Step {
  const fields = readFields(file, node, path)
  const type = readText(file, fields.get('type'), [...path, 'type']) ?? 'container'
  if (type !== 'container' && type !== 'approval') {
    file.error(fields.get('type')!, `a step is of type container or approval, not "${type}"`)
  }
  const step = {file, fields, path}
  const own = type === 'approval' ? readApproval(step) : readContainer(step)
  warnUnknown(file, node, {path, known: type === 'approval' ? commonFields : containerFields})
  return {...own, at: file.position(node)}
}

interface StepFields {
  readonly file: YamlFile
  readonly fields: Fields
  readonly path: Path
}

function readApproval({file, fields, path}: StepFields): ApprovalStep {
  const description = readText(file, fields.get('description'), [...path, 'description'])
  return {type: 'approval', ...readCommon({file, fields, path}), ...given('description', description)}
}

function readContainer({file, fields, path}: StepFields): ContainerStep {
  const at = (key: string) => [file, fields.get(key), [...path, key]] as const
  const expressions = (key: string) =>
    readNamed(readFields(...at(key)), [...path, key], (node, inner) => readExpression(file, node, inner))
  const step = {
    type: 'container' as const,
    ...readCommon({file, fields, path}),
    image: readText(...at('image')) ?? '',
    ...given('spec', expressions('spec')),
    ...given('env', expressions('env')),
    ...given('input', unlessEmpty(readTexts(...at('input')))),
    ...given('inputFile', readText(...at('inputFile'))),
    ...given('command', readText(...at('command'))),
    ...given('args', unlessEmpty(readTexts(...at('args')))),
  }
  return withoutIgnored(file, fields.get('inputFile'), step)
}

function readCommon({file, fields, path}: StepFields) {
  return {
    name: readText(file, fields.get('name'), [...path, 'name']) ?? '',
    dependsOn: readTextOrTexts(file, fields.get('dependsOn'), [...path, 'dependsOn']),
    ...given('when', readCondition(file, fields.get('when'), [...path, 'when'])),
  }
}

/** The condition; undefined if there is none. Keeps an empty list. */
export function readCondition(file: YamlFile, from: MaybeNode, path: Path): Expression | undefined {
  const node = file.enter(from, path)
  return !node || isNull(node) ? undefined : readExpression(file, node, path)
}

/** A step has one script: `input` takes precedence over `inputFile`. */
function withoutIgnored(file: YamlFile, node: MaybeNode, {inputFile, ...step}: ContainerStep): ContainerStep {
  if (!node || inputFile === undefined) return step
  if (step.input === undefined) return {...step, inputFile}
  file.warn(node, 'this inputFile is ignored: the step has "input"')
  return step
}

export function given<K extends string, V>(key: K, value: V | undefined): {readonly [key in K]?: V} {
  return value === undefined ? {} : ({[key]: value} as {[key in K]: V})
}

function unlessEmpty<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items
}
