import {Composer, Lexer, LineCounter, Parser, type ParsedNode, type CST} from 'yaml'

import type {Position, Problem} from '../document.js'
import {limits} from './limits.js'

export interface ParsedYaml {
  /** Of the first document; null where it is empty or cannot be read. */
  readonly root: ParsedNode | null
  /** The place of an offset into the text. */
  readonly locate: (offset: number) => Position
  readonly problems: readonly Problem[]
}

/** Reads the first document of a text as YAML, every scalar as the text it is. After an error of syntax there is no root. */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter()
  const locate = (offset: number): Position => {
    const {line, col} = lines.linePos(offset)
    return {line, column: col}
  }
  const failure = (offset: number, message: string): Problem => ({...locate(offset), severity: 'error', message})

  if (Buffer.byteLength(text) > limits.fileBytes) {
    const message = `the file is larger than ${limits.fileBytes / 1024 / 1024} MiB, more than the cluster would keep`
    return {root: null, locate, problems: [failure(0, message)]}
  }
  const {tokens, tooDeepAt} = tokensOf(text, lines.addNewLine)
  if (tooDeepAt !== undefined) return {root: null, locate, problems: [failure(tooDeepAt, tooDeep)]}

  const composer = new Composer({schema: 'failsafe', uniqueKeys: false, prettyErrors: false})
  const {value: document} = composer.compose(tokens, true, text.length).next()
  if (!document) return {root: null, locate, problems: []}
  const problems = document.errors.slice(0, limits.problems).map(({pos, message}) => failure(pos[0], message))
  return {root: problems.length > 0 ? null : document.contents, locate, problems}
}

export const tooDeep = `lists and mappings are nested more than ${limits.depth} levels deep`

interface Tokens {
  readonly tokens: readonly CST.Token[]
  readonly tooDeepAt?: number
}

/** Ends at the limit of depth: the parser takes quadratic time, and the composer recurs, on what is nested without end. */
function tokensOf(text: string, onNewLine: (offset: number) => void): Tokens {
  onNewLine(0)
  const parser = new Parser(onNewLine)
  const tokens: CST.Token[] = []
  let documents = 0
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token)
      if (token.type === 'document') documents += 1
    }
    // A level takes up to two places: itself, and the block or flow it is in.
    if (parser.stack.length > 2 * limits.depth + 2) return {tokens, tooDeepAt: parser.offset}
    if (documents > 1) break
  }
  tokens.push(...parser.end())
  return {tokens}
}
