import {mergeDocuments} from '@rde/config/documents/merge-documents'
import type {JsonDocument} from '@rde/config/documents/parse-json'
import {byLine, type Problem} from '@rde/config/schema/problem'
import {schemaProblems} from '@rde/config/schema/schema-problems'

import {component} from './component-schema.js'
import {parseYaml} from './parse-yaml.js'
import {dropStaleSums, type ComponentDocument, type StackDocument} from './stack-document.js'
import {knownStackKeys, stack, type Stack} from './stack-schema.js'
import {withoutKey} from './without-key.js'

export interface CheckedStack {
  /** As written, merged into rde's own stack if the file extends it. Undefined if there are problems. */
  readonly document: StackDocument | undefined
  readonly problems: readonly Problem[]
}

/** Parses a stack file and lists all its problems. `builtin` is the text of rde's own stack, for `extends`. */
export function checkStack(text: string, builtin: string): CheckedStack {
  const yaml = parseYaml(text)
  if (yaml.problems.length > 0 || !isDocument(yaml.value)) {
    const empty = {path: '', line: 1, message: 'is not a stack: it must be a YAML document with keys'}
    return {document: undefined, problems: yaml.problems.length > 0 ? yaml.problems : [empty]}
  }
  const document = yaml.value['extends'] === 'builtin' ? extended(yaml.value, builtin) : (yaml.value as StackDocument)
  const {problems} = checkDocument(document, yaml.lineOf)
  return {document: problems.length === 0 ? document : undefined, problems}
}

/** Checks a parsed stack. The returned stack has its defaults filled in. */
export function checkDocument(
  document: StackDocument,
  lineOf?: JsonDocument['lineOf'],
): {stack: Stack | undefined; problems: readonly Problem[]} {
  const {data, error} = stack.safeParse(document)
  const file = {lineOf, keys: knownStackKeys}
  const problems = error ? schemaProblems(error.issues, document, file) : profileProblems(data, file)
  return {stack: problems.length === 0 ? data : undefined, problems: byLine(problems)}
}

/** A component must also be valid with the settings of each profile. */
function profileProblems({components}: Stack, file: {lineOf: JsonDocument['lineOf'] | undefined}): Problem[] {
  return Object.entries(components).flatMap(([id, {inProfile, ...rest}]) =>
    Object.entries(inProfile).flatMap(([profile, changes]) => {
      const merged = mergeDocuments(rest, changes)
      const issues = component.safeParse(merged).error?.issues ?? []
      const above = ['components', id, 'inProfile', profile]
      const placed = issues.map((issue) => ({...issue, path: [...above, ...issue.path]}))
      const value = {components: {[id]: {inProfile: {[profile]: merged}}}}
      return schemaProblems(placed, value, {...file, keys: knownStackKeys})
    }),
  )
}

/** Merges a stack into rde's own. A component with another version loses the sums of rde's own stack. */
function extended(document: Record<string, unknown>, builtin: string): StackDocument {
  const below = parseYaml(builtin).value as StackDocument
  const changes = (document['components'] ?? {}) as Record<string, Partial<ComponentDocument> | null>
  const current = Object.entries(below.components).map(([id, own]) => {
    const version = changes[id]?.version
    return [id, version === undefined || version === own.version ? own : dropStaleSums(own)]
  })
  const above = withoutKey(document, 'extends')
  return mergeDocuments({...below, components: Object.fromEntries(current)}, above) as StackDocument
}

function isDocument(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
