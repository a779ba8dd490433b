import type {KeyPath} from '@rde/config/schema/key-path'
import type {JsonDocument} from '@rde/config/documents/parse-json'
import type {Problem} from '@rde/config/schema/problem'
import {isMap, isNode, isScalar, LineCounter, parseDocument, type Document, type Node} from 'yaml'

/** Parses YAML as `parseJson` parses JSON: never throws, and knows the line of each setting. */
export function parseYaml(text: string): JsonDocument {
  const lines = new LineCounter()
  const document = parseDocument(text, {lineCounter: lines, schema: 'core', prettyErrors: false})
  const lineAt = (offset: number) => lines.linePos(offset).line
  const problems: Problem[] = document.errors.map(({message, pos, code}) => ({
    path: '',
    line: lineAt(pos[0]),
    message: code === 'DUPLICATE_KEY' ? 'has a duplicate key' : `is not YAML: ${message}`,
  }))
  const {value, problem} = valueOf(document)
  return {
    value,
    problems: [...problems, ...(problem ? [problem] : [])],
    lineOf: (path) => lineOf(document, path, lineAt),
  }
}

/** Few aliases are allowed: they can make a small text very large. */
function valueOf(document: Document.Parsed): {value: unknown; problem?: Problem} {
  try {
    return {value: document.toJS({maxAliasCount: 100})}
  } catch (error) {
    return {value: undefined, problem: {path: '', line: 1, message: `cannot be read: ${(error as Error).message}`}}
  }
}

/** The line of the setting, or else of the nearest parent. */
function lineOf(document: Document.Parsed, path: KeyPath, lineAt: (offset: number) => number): number | undefined {
  for (let depth = path.length; depth > 0; depth--) {
    const node = nodeAt(document, path.slice(0, depth))
    if (node?.range) return lineAt(node.range[0])
  }
  return 1
}

/** The key node of the setting if it has one, because its value may begin on the next line. */
function nodeAt(document: Document.Parsed, path: KeyPath): Node | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  const key = path.at(-1)
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
    return pair && isNode(pair.key) ? pair.key : undefined
  }
  const node: unknown = document.getIn(path, true)
  return isNode(node) ? node : undefined
}
