import {
  type CollectionTag,
  Composer,
  type CST,
  Lexer,
  LineCounter,
  type ParsedNode,
  Parser,
  type ScalarTag,
  type Tags,
} from 'yaml'

import type {Position, Problem} from '../document.js'
import {limits} from './limits.js'

export interface ParsedYaml {
  /** Of the first document; null where it is empty or cannot be read. */
  readonly root: ParsedNode | null
  /** The place of an offset into the text. */
  readonly positionOf: (offset: number) => Position
  readonly problems: readonly Problem[]
}

/** Reads the first document of a text as YAML, every scalar as the text it is. After an error of syntax there is no root. */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter()
  lines.addNewLine(0)
  const positionOf = (offset: number): Position => {
    const {line, col} = lines.linePos(offset)
    return {line, column: col}
  }
  const failure = (offset: number, message: string): Problem => ({...positionOf(offset), severity: 'error', message})

  if (Buffer.byteLength(text) > limits.fileBytes) {
    const message = `the file is larger than ${limits.fileBytes / 1024 / 1024} MiB, more than the cluster would keep`
    return {root: null, positionOf, problems: [failure(0, message)]}
  }
  const {tokens, tags, tooDeepAt} = tokensOf(text, lines.addNewLine)
  if (tooDeepAt !== undefined) return {root: null, positionOf, problems: [failure(tooDeepAt, tooDeep)]}

  const composer = new Composer({
    schema: 'failsafe',
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
    customTags: customTags(tags),
  })
  const {value: document} = composer.compose(tokens, true, text.length).next()
  if (!document) return {root: null, positionOf, problems: []}
  const problems = document.errors.slice(0, limits.problems).map(({pos, message}) => failure(pos[0], message))
  return {root: problems.length > 0 ? null : document.contents, positionOf, problems}
}

export const tooDeep = `lists and mappings are nested more than ${limits.depth} levels deep`

interface Tokens {
  readonly tokens: readonly CST.Token[]
  readonly tags: ReadonlySet<string>
  readonly tooDeepAt?: number
}

/** Ends at the limit of depth: the parser takes quadratic time, and the composer recurs, on what is nested without end. */
function tokensOf(text: string, onNewLine: (offset: number) => void): Tokens {
  const parser = new Parser(onNewLine)
  const tokens: CST.Token[] = []
  const tags = new Set<string>()
  let documents = 0
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith('!') && tags.size < maxTags) tags.add(lexeme)
    for (const token of parser.next(lexeme)) {
      tokens.push(token)
      if (token.type === 'document') documents += 1
    }
    // A level takes up to two places: itself, and the block or flow it is in.
    if (parser.stack.length > 2 * limits.depth + 2) return {tokens, tags, tooDeepAt: parser.offset}
    if (documents > 1) break
  }
  tokens.push(...parser.end())
  return {tokens, tags}
}

/** Tags that the composer is told of; it makes a warning of each that it does not know, which takes time. */
const maxTags = 50

function customTags(tags: ReadonlySet<string>): Tags {
  const nodes = [{resolve: (text: string) => text}, {collection: 'map' as const}, {collection: 'seq' as const}]
  const own = [...tags].filter((tag) => /^![A-Za-z]/.test(tag))
  return own.flatMap((tag) => nodes.map((node) => ({tag, ...node}) as ScalarTag | CollectionTag))
}
