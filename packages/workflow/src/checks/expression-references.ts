import type {Expression} from '../document.js'
import type {Path} from '../go-yaml/yaml-file.js'
import type {Reference} from './reference.js'
import {templateReferences} from './template-references.js'

export interface LocatedReference {
  readonly reference: Reference
  readonly path: Path
}

const functionKey = '$fn.'

/** All that an expression speaks of, in its templates and in its tags. */
export function expressionReferences(
  expression: Expression | undefined,
  path: Path,
  optional = false,
): LocatedReference[] {
  if (typeof expression === 'string') {
    return expression.includes('$') ? templateReferences(expression).map((reference) => ({reference, path})) : []
  }
  if (typeof expression !== 'object' || expression === null) return []
  if (Array.isArray(expression)) {
    return (expression as readonly Expression[]).flatMap((item, index) =>
      expressionReferences(item, [...path, index], optional),
    )
  }
  const fields = expression as Readonly<Record<string, Expression>>
  const own = [...typeReference(fields, optional), ...invocations(fields)].map((reference) => ({reference, path}))
  const inner = Object.entries(fields).flatMap(([key, field]) =>
    expressionReferences(field, [...path, key], optional || key === `${functionKey}coalesce`),
  )
  return [...own, ...inner]
}

function invocations(fields: Readonly<Record<string, Expression>>): Reference[] {
  const [key = '', ...others] = Object.keys(fields)
  const called = others.length === 0 && key.startsWith(functionKey)
  return called ? [{kind: 'function', name: key.slice(functionKey.length)}] : []
}

function typeReference(fields: Readonly<Record<string, Expression>>, optional: boolean): Reference[] {
  const named = (kind: 'parameter' | 'output' | 'answer' | 'secret', name: Expression | undefined): Reference[] =>
    typeof name === 'string' ? [{kind, name, optional}] : []
  switch (fields['$type']) {
    case 'Parameter':
      return named('parameter', fields['name'])
    case 'Output':
      return named('output', fields['from'] ?? fields['taskName'])
    case 'Answer':
      return named('answer', fields['askRef'])
    case 'Secret':
      return named('secret', fields['name'])
    case 'Data':
      return [{kind: 'event'}]
    default:
      return []
  }
}
