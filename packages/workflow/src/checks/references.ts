import type {Expression} from '../document.js'
import {ExpressionError} from '../expressions/expression-error.js'
import {parseTemplate} from '../expressions/parse.js'
import type {Node, Template} from '../expressions/syntax.js'
import type {Path} from '../go-yaml/yaml-file.js'

/** What an expression refers to. */
export type Reference =
  | {
      readonly kind: 'parameter' | 'output' | 'status' | 'answer' | 'secret'
      readonly name: string
      readonly optional: boolean
    }
  | {readonly kind: 'event'}
  | {readonly kind: 'function'; readonly name: string}
  /** `offset`: the position of the error in the text. */
  | {readonly kind: 'fault'; readonly message: string; readonly offset?: number}

export interface LocatedReference {
  readonly reference: Reference
  readonly path: Path
}

const functionKey = '$fn.'

/** All references in an expression, in its templates and in its tags. */
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

/** The names at the top level, and the kind of reference that the key after each of them makes. */
const tops: Readonly<Record<string, 'parameter' | 'output' | 'status' | 'secret' | undefined>> = {
  parameters: 'parameter',
  outputs: 'output',
  steps: 'status',
  secrets: 'secret',
  connections: undefined,
  event: undefined,
}

/** The references in the `${…}` parts of a text; a fault if there is a syntax error. */
export function templateReferences(text: string): Reference[] {
  const template = parsed(text)
  if ('kind' in template) return [template]
  return template.flatMap((part) => (typeof part === 'string' ? [] : referencesOf(part, false)))
}

function parsed(text: string): Template | Reference {
  try {
    return parseTemplate(text)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    // relay-core's message contains the text and the position in it; ours gives the position in the file.
    const message = error.message.replace(/^parsing error: [^]*\t:\d+:\d+ - \d+:\d+ /, '')
    return {
      kind: 'fault',
      message: `syntax error in \${…}: ${message}`,
      ...(error.offset !== undefined && {offset: error.offset}),
    }
  }
}

/** `optional`: inside a `coalesce`, which skips missing values. */
function referencesOf(node: Node, optional: boolean): Reference[] {
  const all = (...nodes: readonly Node[]) => nodes.flatMap((inner) => referencesOf(inner, optional))
  switch (node.type) {
    case 'constant':
      return []
    case 'path':
      return [...topReference(node.keys, optional), ...all(...node.keys)]
    case 'list':
      return all(...node.items)
    case 'mapping':
      return all(...node.entries.flat())
    case 'call': {
      const inner = Object.values<Node>(node.args).flatMap((arg) =>
        referencesOf(arg, optional || node.name === 'coalesce'),
      )
      return [{kind: 'function', name: node.name}, ...inner]
    }
    case 'prefix':
      return all(node.operand)
    case 'infix':
      return all(node.left, node.right)
    case 'jsonpath':
      return []
    case 'pipe':
      // The right side is evaluated in the value of the left side: its names refer to that value, functions do not.
      return [...all(node.left), ...all(node.right).filter(({kind}) => kind === 'function')]
  }
}

/** The reference that a path from the root starts with; none if its first key is computed. */
function topReference([first, second]: readonly Node[], optional: boolean): Reference[] {
  if (first?.type !== 'constant') return []
  const top = String(first.value)
  if (!Object.hasOwn(tops, top))
    return [{kind: 'fault', message: `unknown name "${top}" in \${…}; use one of ${Object.keys(tops).join(', ')}`}]
  if (top === 'event') return [{kind: 'event'}]
  const kind = tops[top]
  return kind === undefined || second?.type !== 'constant' ? [] : [{kind, name: String(second.value), optional}]
}
