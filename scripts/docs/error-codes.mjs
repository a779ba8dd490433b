import {exitCodes} from '@rde/errors'
import ts from 'typescript'

import {ourProgram} from './our-program.mjs'
import {remediesOf} from './remedies.mjs'
import {StaticValues, unknown} from './static-values.mjs'

/**
 * Every error code in these sources (a map of path to text), with the exit codes that it ends rde with, what is said, and the
 * remedies.
 * An exit code that is known only at run time is `as the cause`.
 */
export function errorCodes(sources) {
  const program = ourProgram(sources)
  const values = new StaticValues(program)
  const found = new Map()
  for (const literal of [...sources.keys()].flatMap((path) => [...objectLiterals(program.getSourceFile(path))])) {
    for (const {code, exits, message} of errorsOf(literal, values)) {
      const entry = found.get(code) ?? {exits: new Set(), messages: new Set(), remedies: new Map()}
      for (const {what, command} of remediesOf(literal, values)) entry.remedies.set(command, what)
      exits.forEach((exit) => entry.exits.add(exit))
      if (message) entry.messages.add(message)
      found.set(code, entry)
    }
  }
  return found
}

/** One for each code that the literal may hold: in a function that is given the code, each of its calls counts. */
function* errorsOf(literal, values) {
  const owner = ts.findAncestor(literal, ts.isFunctionLike)
  const calls = values.property(literal, 'code').includes(unknown) ? values.callsOf(owner) : [undefined]
  for (const call of calls) {
    const codes = values.property(literal, 'code', call).filter((code) => /^RDE_[A-Z_]+$/.test(String(code)))
    for (const code of codes) yield {code, exits: exitsOf(literal, values, call), message: messageOf(literal)}
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

/** The first line of the message, or the title of the check that the code belongs to. */
function messageOf(literal) {
  const {parent} = literal
  if (ts.isNewExpression(parent)) return firstLine(parent.arguments?.[0])
  const owner = parent.parent
  const title = ts.isObjectLiteralExpression(owner)
    ? owner.properties.find(({name}) => name?.getText() === 'title')
    : {}
  const text = firstLine(title?.initializer)
  return text && `(the check: ${text})`
}

function firstLine(node) {
  if (node === undefined) return undefined
  if (ts.isStringLiteralLike(node)) return node.text.split('\n')[0]
  // A message of several lines.
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) return firstLine(node.expression)
  if (ts.isArrayLiteralExpression(node)) return firstLine(node.elements[0])
  if (!ts.isTemplateExpression(node)) return undefined
  const text = node.head.text + node.templateSpans.map(({literal}) => `…${literal.text}`).join('')
  return text.split('\n')[0]
}
