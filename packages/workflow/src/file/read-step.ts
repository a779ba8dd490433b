import type {Node} from 'yaml'

import type {ApprovalStep, ContainerStep, Expression, Step} from '../document.js'
import {readExpression} from './read-expression.js'
import {type Fields, readFields, readNamed, readText, readTextOrTexts, readTexts, tellUnknown} from './read-fields.js'
import {isNull} from '../go-yaml/read-value.js'
import type {MaybeNode, Path, YamlFile} from '../go-yaml/yaml-file.js'

const everyStep = ['name', 'type', 'dependsOn', 'when']
const containerStep = [...everyStep, 'image', 'spec', 'env', 'input', 'inputFile', 'command', 'args']

export function readStep(file: YamlFile, node: Node, path: Path): Step {
  const fields = readFields(file, node, path)
  const type = readText(file, fields.get('type'), [...path, 'type']) ?? 'container'
  if (type !== 'container' && type !== 'approval') {
    file.error(fields.get('type')!, `a step is of type container or approval, not "${type}"`)
  }
  const step = {file, fields, path}
  const own = type === 'approval' ? readApproval(step) : readContainer(step)
  tellUnknown(file, node, {path, known: type === 'approval' ? everyStep : containerStep})
  return {...own, at: file.place(node)}
}

interface StepFields {
  readonly file: YamlFile
  readonly fields: Fields
  readonly path: Path
}

function readApproval({file, fields, path}: StepFields): ApprovalStep {
  return {type: 'approval', ...readEvery({file, fields, path})}
}

function readContainer({file, fields, path}: StepFields): ContainerStep {
  const at = (key: string) => [file, fields.get(key), [...path, key]] as const
  const expressions = (key: string) =>
    readNamed(readFields(...at(key)), [...path, key], (node, inner) => readExpression(file, node, inner))
  const step = {
    type: 'container' as const,
    ...readEvery({file, fields, path}),
    image: readText(...at('image')) ?? '',
    ...given('spec', expressions('spec')),
    ...given('env', expressions('env')),
    ...given('input', unlessEmpty(readTexts(...at('input')))),
    ...given('command', readText(...at('command'))),
    ...given('args', unlessEmpty(readTexts(...at('args')))),
  }
  tellInputFile(file, fields.get('inputFile'), step)
  return step
}

function readEvery({file, fields, path}: StepFields) {
  return {
    name: readText(file, fields.get('name'), [...path, 'name']) ?? '',
    dependsOn: readTextOrTexts(file, fields.get('dependsOn'), [...path, 'dependsOn']),
    ...given('when', readCondition(file, fields.get('when'), [...path, 'when'])),
  }
}

/** Absent where there is none; an empty list stays one. */
export function readCondition(file: YamlFile, from: MaybeNode, path: Path): Expression | undefined {
  const node = file.enter(from, path)
  return !node || isNull(node) ? undefined : readExpression(file, node, path)
}

/** Relay's tools read it and then forget it: without another program the step would run something else. */
function tellInputFile(file: YamlFile, node: MaybeNode, {input, command}: ContainerStep): void {
  if (!node) return
  const message = 'Relay does not run an inputFile: put the lines of the script under "input"'
  if (input ?? command) file.warn(node, message)
  else file.error(node, message)
}

export function given<K extends string, V>(key: K, value: V | undefined): {readonly [key in K]?: V} {
  return value === undefined ? {} : ({[key]: value} as {[key in K]: V})
}

function unlessEmpty<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items
}
