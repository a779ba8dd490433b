import {ExpressionError, quoted} from './expression-error.js'

export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'symbol' | 'end'
  readonly text: string
  /** Of a string: what it says. */
  readonly value: string
  readonly start: number
  readonly end: number
}

const blank = /[ \t\r\n]*(?:\/\/[^\n]*\n?[ \t\r\n]*|\/\*[^]*?\*\/[ \t\r\n]*)*/y
const name = /[\p{L}_][\p{L}\p{Nd}_-]*/uy
const number = /0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const integer = /\d+/y
const string = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/y
const infix = /\*\*|&&|\|\||==|!=|>=|<=|=~|!~|<<|>>|\|>|[-+*/%^&|<>]/y

/** Reads a template from left to right: its text, and the words of its expressions. */
export class Scanner {
  position = 0

  constructor(readonly text: string) {}

  /** The text up to the next `${` (or the end), which is passed over. */
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

  /** The next word. In a path a number is an index: `list.2.1` has two of them. */
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
    if (literal !== undefined) return token('string', literal, unescape(literal))
    this.position += 1
    return token('symbol', this.text[start]!)
  }

  /** What `next` would give. */
  peek(numbers?: 'any' | 'index'): Token {
    const {position} = this
    const token = this.next(numbers)
    this.position = position
    return token
  }

  /** The operator that stands here, the longest possible one; undefined if there is none. */
  peekOperator(): {text: string; end: number} | undefined {
    const {position} = this
    this.#take(blank)
    const text = this.#take(infix)
    const end = this.position
    this.position = position
    return text === undefined ? undefined : {text, end}
  }

  /** Says where reading stopped, in relay-core's words. */
  unexpected({kind, text, start, end}: Token, scanning: string, expected: string): ExpressionError {
    const kinds = {name: 'Ident', number: 'Int', string: 'String', symbol: quoted(text), end: 'EOF'}
    const place = `${this.#place(start)} - ${this.#place(end)}`
    const what = `unexpected ${kinds[kind]} while scanning ${scanning} expected ${expected}`
    return new ExpressionError(`parsing error: ${this.text}\t:${place} ${what}`, 'syntax')
  }

  #place(offset: number): string {
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

function unescape(literal: string): string {
  const text = literal.slice(1, -1)
  if (literal.startsWith('`')) return text
  return text.replace(/\\(?:[xu]([0-9a-fA-F]{4}|[0-9a-fA-F]{2})|([^]))/g, (_, hex: string, character: string) =>
    hex === undefined ? (escapes[character] ?? character) : String.fromCharCode(parseInt(hex, 16)),
  )
}
