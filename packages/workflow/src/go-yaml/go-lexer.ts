import {Lexer} from 'yaml'

/** Private members of the library's lexer; plain-text tests of `parseYaml` detect a change. */
interface LexerInside {
  indentNext: number
  parseFlowCollection(): Generator<string, string | undefined>
  parseQuotedScalar(): Generator<string, string | undefined>
}

/** A lexer that, like Go's, ignores indentation inside quotes and brackets. */
export function goLexer(): Lexer {
  const lexer = new Lexer()
  const inside = lexer as unknown as LexerInside
  for (const name of ['parseFlowCollection', 'parseQuotedScalar'] as const) {
    const parse = inside[name].bind(inside)
    inside[name] = function* () {
      const {indentNext} = inside
      inside.indentNext = 0
      try {
        return yield* parse()
      } finally {
        inside.indentNext = indentNext
      }
    }
  }
  return lexer
}
