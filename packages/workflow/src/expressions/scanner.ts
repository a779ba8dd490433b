import {ExpressionError, quoted} from './expression-error.js'
import type {Node} from './syntax.js'

export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'symbol' | 'end'
  readonly text: string
  /** Of a string: its content, without quotes and escapes. */
  readonly value: string
  readonly start: number
  readonly end: number
}

const blank = /[ \t\r\n]*(?:\/\/[^\n]*\n?[ \t\r\n]*|\/\*[^]*?\*\/[ \t\r\n]*)*/y
const name = /[\p{L}_][\p{L}\p{Nd}_-]*/uy
const number = /0[xXbBoO][0-9a-fA-F_]*|(?:\d[\d_]*(?:\.[\d_]*\d)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y
const integer = /\d+/y
const string = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/y
const infix = /\*\*|&&|\|\||==|!=|>=|<=|=~|!~|<<|>>|\|>|[-+*/%^&|<>]/y

/** Reads a template from left to right: its text and the tokens of its expressions. */
export class Scanner {
  position = 0

  constructor(readonly text: string) {}

  #depth = 0
  /** Parses operands of an extended language. */
  furtherOperand: ((scanner: Scanner, token: Token) => Node | undefined) | undefined

  withOperands<Result>(read: Scanner['furtherOperand'], work: () => Result): Result {
    const before = this.furtherOperand
    this.furtherOperand = read
    try {
      return work()
    } finally {
      this.furtherOperand = before
    }
  }

  /** Reads one nesting level deeper. Throws an ExpressionError past the limit, before the stack overflows. */
  deeper<Result>(limit: number, read: () => Result): Result {
    if (this.#depth >= limit) throw this.tooLong(`nested more than ${limit} levels deep`)
    this.#depth += 1
    try {
      return read()
    } finally {
      this.#depth -= 1
    }
  }

  tooLong(why: string): ExpressionError {
    return new ExpressionError(`the expression is too long: ${why}`, 'syntax')
  }

  /** Reads the text up to the next `${` (or the end), and skips the `${`. */
  literal(): {text: string; expression: boolean} {
    const start = this.position
    for (let index = start; index < this.text.length; index += 1) {
      if (this.text[index] !== '$') continue
      if (this.text[index + 1] === '{') {
        this.position = index + 2
        return {text: this.text.slice(start, index), expression: true}
      }
      // A dollar takes the next character with it: in `$${x}` no expression begins.
      index += 1
    }
    this.position = this.text.length
    return {text: this.text.slice(start), expression: false}
  }

  /** Reads the next token. In a path a number is an index: `list.2.1` has two. */
  next(numbers: 'any' | 'index' = 'any'): Token {
    this.#take(blank)
    const start = this.position
    const token = (kind: Token['kind'], text: string, value = text) => ({kind, text, value, start, end: this.position})
    if (start >= this.text.length) return token('end', '')
    const word = this.#take(name)
    if (word !== undefined) return token('name', word)
    const digits = this.#take(numbers === 'index' ? integer : number)
    if (digits !== undefined) return token('number', digits)
    const literal = this.#take(string)
    if (literal !== undefined) return token('string', literal, this.#unescaped(literal, start))
    this.position += 1
    return token('symbol', this.text[start]!)
  }

  /** The token that `next` would return. */
  peek(numbers?: 'any' | 'index'): Token {
    const {position} = this
    const token = this.next(numbers)
    this.position = position
    return token
  }

  /** The operator at this position, as long as possible; undefined if there is none. */
  peekOperator(): {text: string; end: number} | undefined {
    const {position} = this
    this.#take(blank)
    const text = this.#take(infix)
    const end = this.position
    this.position = position
    return text === undefined ? undefined : {text, end}
  }

  /** An error for an unexpected token, in relay-core's words. */
  unexpected({kind, text, start, end}: Token, scanning: string, expected: string): ExpressionError {
    const kinds = {name: 'Ident', number: 'Int', string: 'String', symbol: quoted(text), end: 'EOF'}
    return this.fault(start, end, `unexpected ${kinds[kind]} while scanning ${scanning} expected ${expected}`)
  }

  /** A syntax error between two offsets. */
  fault(start: number, end: number, what: string): ExpressionError {
    const range = `${this.#lineAndColumn(start)} - ${this.#lineAndColumn(end)}`
    return new ExpressionError(`parsing error: ${this.text}\t:${range} ${what}`, 'syntax', {offset: start})
  }

  #unescaped(literal: string, start: number): string {
    const text = unescape(literal)
    if (text === undefined) throw this.fault(start, this.position, 'could not parse string: invalid syntax')
    return text
  }

  #lineAndColumn(offset: number): string {
    const lines = this.text.slice(0, offset).split('\n')
    return `${lines.length}:${lines.at(-1)!.length + 1}`
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position
    const found = pattern.exec(this.text)?.[0]
    this.position += found?.length ?? 0
    return found
  }
}

const escapes: Readonly<Record<string, string>> = {a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v'}

/** The content of a string in quotes, as Go reads it; undefined if it has an escape that Go does not know. */
function unescape(literal: string): string | undefined {
  const text = literal.slice(1, -1)
  const quote = literal[0]!
  if (quote === '`') return text
  const escape = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([^]))/g
  let valid = true
  const read = text.replace(escape, (...[, x, u, U, octal, character]: Array<string | undefined>) => {
    const code = x ?? u ?? U
    if (code !== undefined || octal !== undefined) {
      const point = code === undefined ? parseInt(octal!, 8) : parseInt(code, 16)
      if (point > (octal === undefined ? 0x10ffff : 255)) valid = false
      // A single byte beyond ASCII is not valid UTF-8.
      return (x ?? octal) !== undefined && point > 127 ? '\ufffd' : valid ? String.fromCodePoint(point) : ''
    }
    const plain = character === '\\' || character === quote ? character : escapes[character!]
    if (plain === undefined) valid = false
    return plain ?? ''
  })
  return valid ? read : undefined
}
