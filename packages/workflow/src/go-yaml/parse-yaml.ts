import {
  type CollectionTag,
  Composer,
  type CST,
  LineCounter,
  type ParsedNode,
  Parser,
  type ScalarTag,
  type Tags,
  visit,
} from 'yaml'

import type {Position, Problem} from '../document.js'
import {goLexer} from './go-lexer.js'

/** Limits of a file. A larger workflow would not fit into the cluster's store (1.5 MiB for one object). */
export const limits = {
  fileBytes: 1.5 * 1024 * 1024,
  /** Characters that aliases repeat. */
  repeated: 2 * 1024 * 1024,
  /** Nesting depth of lists and mappings. */
  depth: 100,
} as const

export interface ParsedYaml {
  /** The root of the first document; null if it is empty or cannot be read. */
  readonly root: ParsedNode | null
  /** The position of an offset in the text. */
  readonly positionOf: (offset: number) => Position
  readonly problems: readonly Problem[]
}

/**
 * Parses the first document of a text as Go's yaml.v3 does, with every scalar as text. After a syntax error there is no
 * root and only the first error: others are mostly consequences of it.
 */
export function parseYaml(given: string): ParsedYaml {
  // A lone carriage return ends a line, too; positions stay the same.
  const text = given.replace(/\r(?!\n)/g, '\n')
  const lines = new LineCounter()
  lines.addNewLine(0)
  const positionOf = (offset: number): Position => {
    const {line, col} = lines.linePos(offset)
    return {line, column: col}
  }
  const errorAt = (offset: number, message: string): Problem => ({...positionOf(offset), severity: 'error', message})

  if (Buffer.byteLength(text) > limits.fileBytes) {
    const message = `the file is larger than ${limits.fileBytes / 1024 / 1024} MiB, more than the cluster can store`
    return {root: null, positionOf, problems: [errorAt(0, message)]}
  }
  const {tokens, tags, tooDeepAt, nextDocument} = tokensOf(text, lines.addNewLine)
  if (tooDeepAt !== undefined) return {root: null, positionOf, problems: [errorAt(tooDeepAt, tooDeep)]}

  const composer = new Composer({
    schema: 'failsafe',
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
    customTags: customTags(tags),
  })
  const {value: document} = composer.compose(tokens, true, text.length).next()
  if (!document) return {root: null, positionOf, problems: []}
  const [error] = document.errors
  if (error !== undefined) {
    return {root: null, positionOf, problems: [errorAt(error.pos[0], `this is not YAML: ${shorten(error.message)}`)]}
  }
  if (!/[\n\r]$/.test(text)) dropAddedLineBreak(document.contents, text.length)
  const unread = nextDocument === undefined ? [] : unreadDocuments(text, positionOf(nextDocument))
  return {root: document.contents, positionOf, problems: unread}
}

/** Shortens the message of a parser, which may quote the file. */
function shorten(message: string): string {
  const [line = ''] = message.split('\n')
  return line.length > 60 ? `${line.slice(0, 60)}…` : line
}

/** At the end of a file, the library adds a missing line break to a block scalar: remove it. */
function dropAddedLineBreak(root: ParsedNode | null, end: number): void {
  visit(root, {
    Scalar(_, node) {
      const isLast = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
      if (isLast && node.range?.[1] === end && typeof node.value === 'string')
        node.value = node.value.replace(/\n$/, '')
    },
  })
}

/** A warning if there is content after the first document, since it is not read. */
function unreadDocuments(text: string, from: Position): Problem[] {
  const lines = text.split('\n').slice(from.line - 1)
  const index = lines.findIndex((line) => !/^\s*(#.*|---\s*(#.*)?|\.\.\.\s*(#.*)?)?$/.test(line))
  if (index === -1) return []
  const line = from.line + index
  const message = `only the first document of a file is read: line ${line} and the lines after it are ignored`
  return [{line, column: 1, severity: 'warning', message}]
}

export const tooDeep = `lists and mappings are nested more than ${limits.depth} levels deep`

interface Tokens {
  readonly tokens: readonly CST.Token[]
  readonly tags: ReadonlySet<string>
  readonly tooDeepAt?: number
  /** The offset of a second document. */
  readonly nextDocument?: number
}

/** Stops at the depth limit: on deeply nested input the parser takes quadratic time, and the composer recurses. */
function tokensOf(text: string, onNewLine: (offset: number) => void): Tokens {
  const parser = new Parser(onNewLine)
  const tokens: CST.Token[] = []
  const tags = new Set<string>()
  let end: number | undefined
  for (const lexeme of goLexer().lex(text)) {
    if (lexeme.startsWith('!') && tags.size < maxTags) tags.add(lexeme)
    for (const token of parser.next(lexeme)) {
      tokens.push(token)
      if (token.type === 'document') end ??= parser.offset
    }
    // A level takes up to two entries of the stack: itself, and the block or flow that contains it.
    if (parser.stack.length > 2 * limits.depth + 2) return {tokens, tags, tooDeepAt: parser.offset}
    if (end !== undefined) return {tokens, tags, nextDocument: end}
  }
  tokens.push(...parser.end())
  return {tokens, tags}
}

/** The maximum number of tags to declare. The composer warns about each undeclared tag, which takes time. */
const maxTags = 50

function customTags(tags: ReadonlySet<string>): Tags {
  const nodes = [{resolve: (text: string) => text}, {collection: 'map' as const}, {collection: 'seq' as const}]
  const own = [...tags].filter((tag) => /^![A-Za-z]/.test(tag))
  return own.flatMap((tag) => nodes.map((node) => ({tag, ...node}) as ScalarTag | CollectionTag))
}
