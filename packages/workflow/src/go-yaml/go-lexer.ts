import {Lexer} from 'yaml'

/** What the library keeps to itself of its lexer; plain-text tests of `parseYaml` show that it still is so. */
interface LexerInside {
  indentNext: number
  parseFlowCollection(): Generator<string, string | undefined>
  parseQuotedScalar(): Generator<string, string | undefined>
}

/** A lexer to which, as to Go's, the indentation of what goes on inside of quotes and brackets means nothing. */
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
