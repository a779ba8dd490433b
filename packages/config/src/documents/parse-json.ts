import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser'

import {formatKey, type KeyPath} from '../schema/key-path.js'
import type {Problem} from '../schema/problem.js'

/** A JSON text with the positions of its parts, even if it has mistakes. */
export interface JsonDocument {
  /** The part that could be read. */
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** The line of a setting, or else of what contains it, from 1. */
  lineOf(path: KeyPath): number | undefined
}

/** Reads strict JSON: a comment or a trailing comma is a mistake. Never throws; never repeats values of the text. */
export function parseJson(marked: string): JsonDocument {
  // Some editors begin a file with a byte order mark.
  const text = marked.replace(/^\uFEFF/, '')
  const unreadable = encodingProblem(text) ?? depthProblem(text)
  if (unreadable) return {value: undefined, problems: [unreadable], lineOf: () => unreadable.line}
  const errors: ParseError[] = []
  const tree = parseTree(text, errors, {disallowComments: true, allowTrailingComma: false, allowEmptyContent: false})
  const lineOfOffset = (offset: number) => lineAt(text, offset)
  return {
    value: errors.length === 0 ? (JSON.parse(text) as unknown) : tree && (getNodeValue(tree) as unknown),
    problems: [...syntaxProblems(errors, lineOfOffset), ...repeatedKeys(tree, lineOfOffset)],
    lineOf: (path) => {
      const offset = offsetOf(tree, path)
      return offset === undefined ? undefined : lineOfOffset(offset)
    },
  }
}

/** Detects another encoding by what reading it as UTF-8 leaves. */
function encodingProblem(text: string): Problem | undefined {
  if (!/^\uFFFD|^.?\0/s.test(text)) return undefined
  return {path: '', line: 1, message: 'is not UTF-8 text: save it in that encoding'}
}

/** Far more than any setting needs; JSON parsers run out of stack at a few thousand. */
export const deepest = 100

function depthProblem(text: string): Problem | undefined {
  let depth = 0
  for (const {0: part, index} of text.matchAll(/"(?:[^"\\\n]|\\.)*"?|[[{\]}]/g)) {
    if (part === '[' || part === '{') depth += 1
    else if (part === ']' || part === '}') depth -= 1
    if (depth > deepest) return {path: '', line: lineAt(text, index), message: 'is nested too deeply'}
  }
  return undefined
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** The first error of each line: one mistake causes several parse errors. */
function syntaxProblems(errors: readonly ParseError[], lineOf: (offset: number) => number): Problem[] {
  const lines = new Map(
    errors.map((error) => [lineOf(error.offset), printParseErrorCode(error.error)] as const).reverse(),
  )
  return [...lines].reverse().map(([line, code]) => ({path: '', line, message: `is not JSON: ${inWords(code)}`}))
}

function inWords(code: string): string {
  return code.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
}

/** JSON allows repeated keys and uses the last; a human reader may rely on the first. */
function repeatedKeys(node: Node | undefined, lineOf: (offset: number) => number, above: KeyPath = []): Problem[] {
  const seen = new Set<string>()
  return (node?.children ?? []).flatMap((child, index) => {
    if (node?.type !== 'object') return repeatedKeys(child, lineOf, [...above, String(index)])
    const key = String(child.children?.[0]?.value)
    const path = [...above, key]
    const again = seen.has(key) ? [{path: formatKey(path), line: lineOf(child.offset), message: 'appears twice'}] : []
    seen.add(key)
    return [...again, ...repeatedKeys(child.children?.[1], lineOf, path)]
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
