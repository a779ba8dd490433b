import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser'

import {formatKey, type KeyPath} from './key-path.js'
import type {Problem} from './problem.js'

/** A JSON text that knows where its parts stand, also one with mistakes in it. */
export interface JsonDocument {
  /** What could be read of it. */
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** The line that a setting, or else what is around it, stands on, from 1. */
  lineOf(path: KeyPath): number | undefined
}

/** Reads JSON proper: a comment or a trailing comma is a mistake. Never throws; never repeats what the text holds. */
export function parseJson(text: string): JsonDocument {
  const errors: ParseError[] = []
  const tree = parseTree(text, errors, {disallowComments: true, allowTrailingComma: false, allowEmptyContent: false})
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length
  return {
    value: errors.length === 0 ? (JSON.parse(text) as unknown) : tree && (getNodeValue(tree) as unknown),
    problems: [...syntaxProblems(errors, lineAt), ...repeatedKeys(tree, lineAt)],
    lineOf: (path) => {
      const offset = offsetOf(tree, path)
      return offset === undefined ? undefined : lineAt(offset)
    },
  }
}

/** The first of each line: one slip makes the parser stumble several times. */
function syntaxProblems(errors: readonly ParseError[], lineAt: (offset: number) => number): Problem[] {
  const lines = new Map(
    errors.map((error) => [lineAt(error.offset), printParseErrorCode(error.error)] as const).reverse(),
  )
  return [...lines].reverse().map(([line, code]) => ({path: '', line, message: `is not JSON: ${inWords(code)}`}))
}

function inWords(code: string): string {
  return code.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
}

/** JSON allows them and takes the last; a reader takes the first. */
function repeatedKeys(node: Node | undefined, lineAt: (offset: number) => number, above: KeyPath = []): Problem[] {
  const seen = new Set<string>()
  return (node?.children ?? []).flatMap((child, index) => {
    if (node?.type !== 'object') return repeatedKeys(child, lineAt, [...above, String(index)])
    const key = String(child.children?.[0]?.value)
    const path = [...above, key]
    const again = seen.has(key) ? [{path: formatKey(path), line: lineAt(child.offset), message: 'appears twice'}] : []
    seen.add(key)
    return [...again, ...repeatedKeys(child.children?.[1], lineAt, path)]
  })
}

function offsetOf(tree: Node | undefined, path: KeyPath): number | undefined {
  for (let depth = path.length; tree && depth > 0; depth--) {
    const steps = path.slice(0, depth).map((key) => (/^\d+$/.test(key) ? Number(key) : key))
    const node = findNodeAtLocation(tree, steps) ?? findNodeAtLocation(tree, [...path.slice(0, depth)])
    if (node) return node.parent?.type === 'property' ? node.parent.offset : node.offset
  }
  return tree?.offset
}
