import {ExpressionError} from '../expressions/expression-error.js'
import {parseTemplate} from '../expressions/parse.js'
import type {Node, Template} from '../expressions/syntax.js'
import type {Reference} from './reference.js'

/** The names on top, and what their first part names. */
const tops: Readonly<Record<string, 'parameter' | 'output' | 'status' | 'secret' | undefined>> = {
  parameters: 'parameter',
  outputs: 'output',
  steps: 'status',
  secrets: 'secret',
  connections: undefined,
  event: undefined,
}

/** What the `${…}` parts of a text speak of; a fault where they are not well written. */
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
    // relay-core's words begin with the whole text, which the place that is told with a fault leads to.
    return {
      kind: 'fault',
      message: `a template is not well written: ${error.message.replace(`parsing error: ${text}\t:`, '')}`,
    }
  }
}

/** `optional`: in a `coalesce`, which goes on where there is nothing. */
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
    case 'pipe':
      // Its right side is looked up in what the left side is: names mean something else there, functions do not.
      return [...all(node.left), ...all(node.right).filter(({kind}) => kind === 'function')]
  }
}

/** What a path from the root begins with; none where that is worked out. */
function topReference([first, second]: readonly Node[], optional: boolean): Reference[] {
  if (first?.type !== 'constant') return []
  const top = String(first.value)
  if (!Object.hasOwn(tops, top))
    return [{kind: 'fault', message: `\${…} knows no name "${top}"; it begins with ${Object.keys(tops).join(', ')}`}]
  if (top === 'event') return [{kind: 'event'}]
  const kind = tops[top]
  return kind === undefined || second?.type !== 'constant' ? [] : [{kind, name: String(second.value), optional}]
}
