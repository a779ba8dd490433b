import {isMap, isScalar, type Node, type ParsedNode} from 'yaml'

import type {Parameter, Problem, WorkflowDocument} from '../document.js'
import {parseYaml} from '../go-yaml/parse-yaml.js'
import {type Fields, readFields, readItems, readNamed, readText, warnUnknown} from './read-fields.js'
import {looksLike} from './looks-like.js'
import {given, readStep} from './read-step.js'
import {readTrigger} from './read-trigger.js'
import {isNull, noTags, ValueReader} from '../go-yaml/read-value.js'
import {findAnchors} from '../go-yaml/anchors.js'
import {type MaybeNode, type Locate, type Path, YamlFile} from '../go-yaml/yaml-file.js'

export interface DecodedWorkflow {
  /** What could be read, as Relay's own tools read it. Not validated here. */
  readonly document: WorkflowDocument
  readonly locate: Locate
  readonly problems: readonly Problem[]
  /** Whether the file is not a workflow at all. */
  readonly isOther: boolean
}

const topFields = ['apiVersion', 'kind', 'name', 'summary', 'description', 'homepage', 'source', 'tags', 'locals']
const sectionFields = ['parameters', 'steps', 'triggers']

/** Reads the first document of a text as a workflow. */
export function decodeWorkflow(text: string): DecodedWorkflow {
  const {root, positionOf, problems} = parseYaml(text)
  const lineOf = (node: Node) => positionOf((node as ParsedNode).range[0]).line
  const {targets, faults} = findAnchors(root, lineOf)
  const file = new YamlFile(text, positionOf, targets)
  for (const {node, message} of faults) file.error(node, message)
  const document = readDocument(file, root)
  const isYaml = !problems.some(({severity}) => severity === 'error')
  const other = isYaml ? describeOther(root) : undefined
  // If the file is something else, other problems do not matter.
  if (other !== undefined) {
    return {document: emptyDocument, locate: file.locate, problems: [...problems, wholeFile(other)], isOther: true}
  }
  const missing = isYaml && isMap(root) && !root.has('steps') ? [wholeFile('a workflow needs "steps"')] : []
  return {
    ...{document, locate: file.locate, problems: [...problems, ...missing, ...file.problems]},
    isOther: !isYaml || missing.length > 0,
  }
}

const emptyDocument: WorkflowDocument = {parameters: {}, steps: [], triggers: []}

function wholeFile(message: string): Problem {
  return {line: 1, column: 1, severity: 'error', message}
}

/** Why a file is not a workflow at all; undefined if it may be one. */
function describeOther(root: Node | null): string | undefined {
  if (root === null || isNull(root)) return 'this is not a workflow: the file is empty'
  const other = looksLike(root)
  return other === undefined ? undefined : `this is not a Relay workflow: it looks like ${other}`
}

function readDocument(file: YamlFile, root: Node | null): WorkflowDocument {
  const fields = readFields(file, root, [])
  warnUnknown(file, root, {path: [], known: [...topFields, ...sectionFields]})
  requireValue(file, fields, {key: 'apiVersion', expected: 'v1'})
  requireValue(file, fields, {key: 'kind', expected: 'Workflow'})
  return {
    ...given('name', readText(file, fields.get('name'), ['name'])),
    ...given('description', readText(file, fields.get('description'), ['description'])),
    parameters:
      readNamed(readFields(file, fields.get('parameters'), ['parameters']), ['parameters'], parameterReader(file)) ??
      {},
    steps: readItems(file, fields.get('steps'), ['steps']).map((step, index) => readStep(file, step, ['steps', index])),
    triggers: readItems(file, fields.get('triggers'), ['triggers']).map((trigger, index) =>
      readTrigger(file, trigger, ['triggers', index]),
    ),
  }
}

function requireValue(file: YamlFile, fields: Fields, {key, expected}: {key: string; expected: string}): void {
  const node = fields.get(key)
  const text = readText(file, node, [key])
  if (node && isScalar(node) && text !== expected) file.error(node, `"${key}" must be ${expected}`)
}

function parameterReader(file: YamlFile) {
  return (node: MaybeNode, path: Path): Parameter => {
    const fields = readFields(file, node, path)
    warnUnknown(file, node, {path, known: ['description', 'type', 'default']})
    const values = new ValueReader(file, noTags)
    return {
      ...given('description', readText(file, fields.get('description'), [...path, 'description'])),
      ...given('type', readText(file, fields.get('type'), [...path, 'type'])),
      ...(fields.has('default') ? {default: values.read(fields.get('default'), [...path, 'default'])} : {}),
    }
  }
}
