import {exitCodes} from '@rde/errors'
import ts from 'typescript'

import {ourProgram} from './our-program.mjs'
import {remediesOf} from './remedies.mjs'
import {StaticValues, unknown} from './static-values.mjs'

/**
 * Every error code in these sources (a map of path to text), with its exit codes, messages and remedies.
 * An exit code that is known only at run time is `as the cause`.
 */
export function errorCodes(sources) {
  const program = ourProgram(sources)
  const values = new StaticValues(program)
  const found = new Map()
  for (const literal of [...sources.keys()].flatMap((path) => [...objectLiterals(program.getSourceFile(path))])) {
    for (const {code, exits, messages} of errorsOf(literal, values)) {
      const entry = found.get(code) ?? {exits: new Set(), messages: new Set(), remedies: new Map()}
      for (const {what, command} of remediesOf(literal, values)) entry.remedies.set(command, what)
      exits.forEach((exit) => entry.exits.add(exit))
      messages.forEach((message) => entry.messages.add(message))
      found.set(code, entry)
    }
  }
  return found
}

/** One entry per code that the literal may contain; if the code is a parameter, one per call of the function. */
function* errorsOf(literal, values) {
  const owner = ts.findAncestor(literal, ts.isFunctionLike)
  const calls = values.property(literal, 'code').includes(unknown) ? values.callsOf(owner) : [undefined]
  for (const call of calls) {
    const codes = values.property(literal, 'code', call).filter((code) => /^RDE_[A-Z_]+$/.test(String(code)))
    for (const code of codes) yield {code, exits: exitsOf(literal, values, call), messages: messagesOf(literal, values)}
  }
}

function exitsOf(literal, values, call) {
  const exits = values.property(literal, 'exitCode', call)
  return exits.map((exit) => (exit === undefined ? exitCodes.failed : typeof exit === 'number' ? exit : 'as the cause'))
}

function* objectLiterals(node) {
  if (ts.isObjectLiteralExpression(node)) yield node
  const children = []
  ts.forEachChild(node, (child) => void children.push(child))
  for (const child of children) yield* objectLiterals(child)
}

/** The first lines of the possible messages, or the title of the check with this code. */
function messagesOf(literal, values) {
  const {parent} = literal
  if (ts.isNewExpression(parent)) return firstLines(parent.arguments?.[0], values)
  const owner = parent.parent
  if (!ts.isObjectLiteralExpression(owner)) return []
  const textsOf = (wanted) =>
    firstLines(owner.properties.find(({name}) => name?.getText() === wanted)?.initializer, values)
  const titles = textsOf('title')
  return titles.length > 0 ? titles.map((text) => `(the check: ${text})`) : textsOf('detail')
}

/** Follows names and calls to their definitions, each once (`seen`). */
function firstLines(node, values, seen = new Set()) {
  if (node === undefined || seen.has(node)) return []
  seen.add(node)
  const of = (...nodes) => nodes.flatMap((one) => firstLines(one, values, seen))
  if (ts.isStringLiteralLike(node)) return /\w/.test(node.text) ? [node.text.split('\n')[0]] : []
  if (ts.isTemplateExpression(node)) {
    const text = node.head.text + node.templateSpans.map(({literal}) => `…${literal.text}`).join('')
    const line = text.split('\n')[0]
    return /\w/.test(line) ? [line] : of(...node.templateSpans.map(({expression}) => expression))
  }
  if (ts.isConditionalExpression(node)) return of(node.whenTrue, node.whenFalse)
  if (ts.isIdentifier(node)) return of(...values.originsOf(node))
  // A message of several lines.
  if (ts.isArrayLiteralExpression(node)) return of(node.elements[0])
  if (ts.isPropertyAccessExpression(node)) return of(node.expression)
  if (!ts.isCallExpression(node)) return []
  if (ts.isPropertyAccessExpression(node.expression)) return of(node.expression)
  return ts.isIdentifier(node.expression)
    ? values.madeOf(node.expression).flatMap((made) => of(...returnedBy(made)))
    : []
}

/** The possible return values of a function: its body if it is an expression, or the values of its own `return`s. */
function returnedBy(body) {
  if (!ts.isBlock(body)) return [body]
  const found = []
  const look = (node) => {
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression)
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, look)
  }
  look(body)
  return found
}
