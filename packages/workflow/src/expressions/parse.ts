import {quoted} from './expression-error.js'
import {Scanner, type Token} from './scanner.js'
import type {CallArguments, Node, Template} from './syntax.js'

/** Higher binds tighter; operators of the same level are left-associative. */
const precedence: Readonly<Record<string, number>> = {
  ...{'||': 20, '&&': 21, '==': 40, '!=': 40, '>': 40, '>=': 40, '<': 40, '<=': 40, '=~': 40, '!~': 40},
  ...{'^': 60, '&': 60, '|': 60, '<<': 90, '>>': 90, '+': 120, '-': 120, '*': 150, '/': 150, '%': 150, '**': 200},
}

const constants = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

/** Parses a string of a workflow file. Throws `ExpressionError` if an expression in it has a syntax error. */
export function parseTemplate(text: string): Template {
  const scanner = new Scanner(text)
  const parts: Array<string | Node> = []
  for (;;) {
    const literal = scanner.literal()
    parts.push(literal.text)
    if (!literal.expression) return parts.filter((part) => part !== '')
    parts.push(expression(scanner))
    expect(scanner, '}', 'template "${" end')
  }
}

/** Parses an expression without `${}`, as in the query of `path`. */
export function parseExpression(text: string): Node {
  const scanner = new Scanner(text)
  const node = expression(scanner)
  const rest = scanner.next()
  if (rest.kind !== 'end') throw scanner.unexpected(rest, 'expression', 'EOF')
  return node
}

/** As Go's ParseFloat: digits may be separated by underscores, and only decimal numbers are allowed. */
function numberOf(scanner: Scanner, {text, start, end}: Token): number {
  if (!/^0[xXbBoO]/.test(text)) return Number(text.replaceAll('_', ''))
  throw scanner.fault(start, end, `strconv.ParseFloat: parsing ${quoted(text)}: invalid syntax`)
}

/** Limits on operators, and on nested brackets and calls: parsing and evaluating are recursive. */
const maxOperands = 1_000
const maxDepth = 200

/** Parses operands that only an extended language has, such as `$.a`; undefined for all others. */
export type OperandReader = (scanner: Scanner, token: Token) => Node | undefined

/** Parses an expression that may contain operands of an extended language. */
export function parseOperation(scanner: Scanner, more: OperandReader): Node {
  return scanner.withOperands(more, () => expression(scanner))
}

function expression(scanner: Scanner): Node {
  return scanner.deeper(maxDepth, () => pipeline(scanner))
}

function pipeline(scanner: Scanner): Node {
  const left = operation(scanner, operand(scanner), 0)
  if (scanner.peekOperator()?.text !== '|>') return left
  scanner.position = scanner.peekOperator()!.end
  return {type: 'pipe', left, right: expression(scanner)}
}

function operation(scanner: Scanner, left: Node, weakest: number): Node {
  let result = left
  for (let count = 0; ; count += 1) {
    if (count > maxOperands) throw scanner.tooLong(`more than ${maxOperands} operators in a row`)
    const operator = scanner.peekOperator()
    const strength = operator === undefined ? 0 : (precedence[operator.text] ?? 0)
    if (operator === undefined || strength <= weakest) return result
    scanner.position = operator.end
    const right = operation(scanner, operand(scanner), strength)
    result = {type: 'infix', operator: operator.text, left: result, right}
  }
}

function operand(scanner: Scanner): Node {
  const token = scanner.next()
  const further = scanner.furtherOperand?.(scanner, token)
  if (further !== undefined) return further
  if (token.kind === 'number') return {type: 'constant', value: numberOf(scanner, token)}
  if (token.kind === 'string') return {type: 'constant', value: token.value}
  if (token.kind === 'name') return named(scanner, token.text)
  if (token.kind === 'symbol') {
    const node = symbol(scanner, token.text)
    if (node !== undefined) return node
  }
  throw scanner.unexpected(token, 'expression', 'a value')
}

function symbol(scanner: Scanner, text: string): Node | undefined {
  switch (text) {
    case '!':
    case '-':
    case '~':
      return {type: 'prefix', operator: text, operand: scanner.deeper(maxDepth, () => operand(scanner))}
    case '(':
      return closed(scanner, expression(scanner), ')')
    case '[':
      return {type: 'list', items: listOf(scanner, ']', () => expression(scanner))}
    case '{':
      return {type: 'mapping', entries: listOf(scanner, '}', () => entry(scanner))}
    case '$':
      return path(scanner, [])
    default:
      return undefined
  }
}

function entry(scanner: Scanner): readonly [Node, Node] {
  const key = expression(scanner)
  expect(scanner, ':', 'object')
  return [key, expression(scanner)]
}

function named(scanner: Scanner, name: string): Node {
  if (constants.has(name)) return {type: 'constant', value: constants.get(name)!}
  if (!isNext(scanner, '(')) return path(scanner, [{type: 'constant', value: name}])
  scanner.next()
  return {type: 'call', name, args: callArguments(scanner)}
}

function callArguments(scanner: Scanner): CallArguments<Node> {
  if (!isKeyword(scanner)) return listOf(scanner, ')', () => expression(scanner))
  return Object.fromEntries(listOf(scanner, ')', () => keyword(scanner)))
}

function isKeyword(scanner: Scanner): boolean {
  const {position} = scanner
  const found = scanner.next().kind === 'name' && scanner.text[scanner.position] === ':'
  scanner.position = position
  return found
}

function keyword(scanner: Scanner): [string, Node] {
  const token = scanner.next()
  if (token.kind !== 'name') throw scanner.unexpected(token, 'function argument name', 'Ident')
  expect(scanner, ':', 'function argument name')
  return [token.text, expression(scanner)]
}

/** `.name`, `.'a name'`, `.0`, `.(expression)` and `[expression]`, as many as there are. */
function path(scanner: Scanner, from: readonly Node[]): Node {
  const keys = [...from]
  for (;;) {
    if (isNext(scanner, '.')) {
      scanner.next('index')
      keys.push(field(scanner))
    } else if (isNext(scanner, '[')) {
      scanner.next()
      keys.push(closed(scanner, expression(scanner), ']'))
    } else return {type: 'path', keys}
  }
}

function field(scanner: Scanner): Node {
  const token = scanner.next('index')
  if (token.kind === 'name' || token.kind === 'string') return {type: 'constant', value: token.value}
  if (token.kind === 'number') return {type: 'constant', value: Number(token.text)}
  if (token.text === '(') return closed(scanner, expression(scanner), ')')
  throw scanner.unexpected(token, 'field', 'a name')
}

function listOf<Item>(scanner: Scanner, end: string, item: () => Item): Item[] {
  const items: Item[] = []
  if (isNext(scanner, end)) return closed(scanner, items, end)
  for (;;) {
    items.push(item())
    const token = scanner.next()
    if (isSymbol(token, end)) return items
    if (!isSymbol(token, ',')) throw scanner.unexpected(token, 'function argument', `"," or "${end}"`)
  }
}

function closed<Result>(scanner: Scanner, result: Result, end: string): Result {
  expect(scanner, end, 'expression')
  return result
}

function expect(scanner: Scanner, wanted: string, scanning: string): void {
  const token = scanner.next()
  if (!isSymbol(token, wanted)) throw scanner.unexpected(token, scanning, `"${wanted}"`)
}

function isNext(scanner: Scanner, text: string): boolean {
  return isSymbol(scanner.peek('index'), text)
}

function isSymbol(token: Token, text: string): boolean {
  return token.kind === 'symbol' && token.text === text
}
