import {parseOperation} from './parse.js'
import {Scanner, type Token} from './scanner.js'
import type {Node, Selector} from './syntax.js'

export type {Selector} from './syntax.js'

/** A part of a template: text, a value, or a body that is repeated for each element. */
export type TemplatePart =
  string | {readonly value: Node} | {readonly range: Node & {type: 'jsonpath'}; readonly body: readonly TemplatePart[]}

/** Parses a JSONPath or an expression that contains some: `$.depth + 1`. */
export function parseJsonPath(text: string): Node {
  const scanner = new Scanner(text)
  const node = parseOperation(scanner, extendedOperand)
  const rest = scanner.next()
  if (rest.kind !== 'end') throw scanner.unexpected(rest, 'expression', 'EOF')
  return node
}

/** Parses text with JSONPaths in braces. */
export function parseJsonPathTemplate(text: string): TemplatePart[] {
  const scanner = new Scanner(text)
  return templateParts(scanner, false)
}

function templateParts(scanner: Scanner, inRange: boolean): TemplatePart[] {
  const parts: TemplatePart[] = []
  for (;;) {
    const brace = scanner.text.indexOf('{', scanner.position)
    const end = brace === -1 ? scanner.text.length : brace
    if (end > scanner.position) parts.push(scanner.text.slice(scanner.position, end))
    scanner.position = end
    if (brace === -1) return parts
    scanner.position = brace + 1
    const word = scanner.peek()
    if (word.kind === 'name' && word.text === 'end' && inRange) {
      scanner.next()
      close(scanner)
      return parts
    }
    if (word.kind === 'name' && word.text === 'range') {
      scanner.next()
      const range = path(scanner, 'current')
      close(scanner)
      parts.push({range, body: templateParts(scanner, true)})
    } else parts.push(value(scanner))
  }
}

function value(scanner: Scanner): TemplatePart {
  const token = scanner.peek('index')
  if (token.kind === 'string') {
    scanner.next()
    close(scanner)
    return token.value
  }
  const isPath = isSymbol(token, '.') || isSymbol(token, '[')
  const node = isPath ? path(scanner, 'current') : parseOperation(scanner, extendedOperand)
  close(scanner)
  return {value: node}
}

function close(scanner: Scanner): void {
  const token = scanner.next()
  if (isSymbol(token, '}')) return
  const {start, end, text} = token
  throw scanner.fault(start, end, `unexpected ${wordOf(text)} while scanning JSONPath template expected "}"`)
}

/** `$…` and `@…`; undefined for anything else. */
function extendedOperand(scanner: Scanner, token: Token): Node | undefined {
  if (isSymbol(token, '$')) return path(scanner, 'root')
  if (isSymbol(token, '@')) return path(scanner, 'current')
  if (token.kind === 'end' || isSymbol(token, '.')) throw unknownExtension(scanner, token)
  if (isSymbol(token, '{')) throw unknownExtension(scanner, scanner.next('index'))
  return undefined
}

function unknownExtension(scanner: Scanner, {start, end, text}: Token) {
  return scanner.fault(start, end, `unexpected ${wordOf(text)} while scanning extensions`)
}

function wordOf(text: string): string {
  return text === '' ? 'EOF' : JSON.stringify(text)
}

function path(scanner: Scanner, from: 'root' | 'current'): Node & {type: 'jsonpath'} {
  // `{$.a}` and `{@.a}` name their root themselves.
  const token = scanner.peek('index')
  if (isSymbol(token, '$') || isSymbol(token, '@')) {
    scanner.next()
    return path(scanner, token.text === '$' ? 'root' : 'current')
  }
  const selectors: Selector[] = []
  for (;;) {
    if (isSymbol(scanner.peek('index'), '.')) {
      scanner.next('index')
      if (isSymbol(scanner.peek('index'), '.')) {
        scanner.next('index')
        const then = isSymbol(scanner.peek('index'), '[') ? bracket(scanner) : name(scanner)
        selectors.push({kind: 'below', then})
      } else selectors.push(name(scanner))
    } else if (isSymbol(scanner.peek('index'), '[')) selectors.push(bracket(scanner))
    else return {type: 'jsonpath', from, selectors}
  }
}

function name(scanner: Scanner): Selector {
  const token = scanner.next('index')
  if (isSymbol(token, '*')) return {kind: 'all'}
  if (token.kind === 'name' || token.kind === 'string') return {kind: 'key', key: token.value}
  if (token.kind === 'number') return {kind: 'key', key: Number(token.text)}
  throw unknownExtension(scanner, token)
}

function bracket(scanner: Scanner): Selector {
  scanner.next('index')
  const token = scanner.peek('index')
  if (isSymbol(token, '*')) {
    scanner.next('index')
    return closed(scanner, {kind: 'all'})
  }
  if (isSymbol(token, '?')) {
    scanner.next('index')
    return closed(scanner, {kind: 'filter', condition: parseOperation(scanner, extendedOperand)})
  }
  if (token.kind === 'string') return closed(scanner, keys(scanner))
  return closed(scanner, indexOrSlice(scanner))
}

function keys(scanner: Scanner): Selector {
  const found = [scanner.next('index').value]
  while (isSymbol(scanner.peek('index'), ',')) {
    scanner.next('index')
    found.push(scanner.next('index').value)
  }
  return found.length === 1 ? {kind: 'key', key: found[0]!} : {kind: 'keys', keys: found}
}

function indexOrSlice(scanner: Scanner): Selector {
  const bounds = [integer(scanner)]
  const indexes: number[] = []
  while (isSymbol(scanner.peek('index'), ',')) {
    scanner.next('index')
    indexes.push(integer(scanner) ?? 0)
  }
  if (indexes.length > 0) return {kind: 'keys', keys: [bounds[0] ?? 0, ...indexes]}
  while (isSymbol(scanner.peek('index'), ':')) {
    scanner.next('index')
    bounds.push(integer(scanner))
  }
  const [start, end, step] = bounds
  if (bounds.length > 1) {
    return {kind: 'slice', step: step ?? 1, ...(start !== undefined && {start}), ...(end !== undefined && {end})}
  }
  if (start === undefined) throw unknownExtension(scanner, scanner.next('index'))
  return {kind: 'key', key: start}
}

function integer(scanner: Scanner): number | undefined {
  const isNegative = isSymbol(scanner.peek('index'), '-')
  if (isNegative) scanner.next('index')
  if (scanner.peek('index').kind !== 'number') return undefined
  return Number(scanner.next('index').text) * (isNegative ? -1 : 1)
}

function closed(scanner: Scanner, selector: Selector): Selector {
  const token = scanner.next('index')
  if (!isSymbol(token, ']')) throw unknownExtension(scanner, token)
  return selector
}

function isSymbol({kind, text}: Token, symbol: string): boolean {
  return kind === 'symbol' && text === symbol
}
