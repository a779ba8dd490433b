import {isScalar, type Node, type ParsedNode} from 'yaml'

import type {Parameter, Problem, WorkflowDocument} from '../document.js'
import {parseYaml} from '../go-yaml/parse-yaml.js'
import {type Fields, readFields, readItems, readNamed, readText, tellUnknown} from './read-fields.js'
import {given, readStep} from './read-step.js'
import {readTrigger} from './read-trigger.js'
import {isNull, noTags, ValueReader} from '../go-yaml/read-value.js'
import {surveyNodes} from '../go-yaml/anchors.js'
import {type MaybeNode, type Locate, type Path, YamlFile} from '../go-yaml/yaml-file.js'

export interface DecodedWorkflow {
  /** What could be read, as Relay's own tools read it: whether it makes sense is not looked at here. */
  readonly document: WorkflowDocument
  readonly locate: Locate
  readonly problems: readonly Problem[]
}

const topFields = ['apiVersion', 'kind', 'name', 'summary', 'description', 'homepage', 'source', 'tags', 'locals']
const readFurther = ['parameters', 'steps', 'triggers']

/** Reads the first document of a text as a workflow. */
export function decodeWorkflow(text: string): DecodedWorkflow {
  const {root, positionOf, problems} = parseYaml(text)
  const lineOf = (node: Node) => positionOf((node as ParsedNode).range[0]).line
  const {targets, faults} = surveyNodes(root, lineOf)
  const file = new YamlFile(text, positionOf, targets)
  for (const {node, message} of faults) file.error(node, message)
  const document = readDocument(file, root)
  if (isEmpty(root) && problems.length === 0) {
    file.problems.push({
      line: 1,
      column: 1,
      severity: 'warning',
      message: 'the file is empty: a workflow without steps',
    })
  }
  return {document, locate: file.locate, problems: [...problems, ...file.problems]}
}

function isEmpty(root: Node | null): boolean {
  return root === null || isNull(root)
}

function readDocument(file: YamlFile, root: Node | null): WorkflowDocument {
  const fields = readFields(file, root, [])
  tellUnknown(file, root, {path: [], known: [...topFields, ...readFurther]})
  requireWord(file, fields, {key: 'apiVersion', word: 'v1'})
  requireWord(file, fields, {key: 'kind', word: 'Workflow'})
  return {
    ...given('name', readText(file, fields.get('name'), ['name'])),
    ...given('description', readText(file, fields.get('description'), ['description'])),
    parameters:
      readNamed(readFields(file, fields.get('parameters'), ['parameters']), ['parameters'], parameterOf(file)) ?? {},
    steps: readItems(file, fields.get('steps'), ['steps']).map((step, index) => readStep(file, step, ['steps', index])),
    triggers: readItems(file, fields.get('triggers'), ['triggers']).map((trigger, index) =>
      readTrigger(file, trigger, ['triggers', index]),
    ),
  }
}

function requireWord(file: YamlFile, fields: Fields, {key, word}: {key: string; word: string}): void {
  const node = fields.get(key)
  const text = readText(file, node, [key])
  if (node && isScalar(node) && text !== word) file.error(node, `"${key}" can only be ${word}`)
}

function parameterOf(file: YamlFile) {
  return (node: MaybeNode, path: Path): Parameter => {
    const fields = readFields(file, node, path)
    tellUnknown(file, node, {path, known: ['description', 'type', 'default']})
    const read = new ValueReader(file, noTags)
    return {
      ...given('description', readText(file, fields.get('description'), [...path, 'description'])),
      ...given('type', readText(file, fields.get('type'), [...path, 'type'])),
      ...(fields.has('default') ? {default: read.read(fields.get('default'), [...path, 'default'])} : {}),
    }
  }
}
