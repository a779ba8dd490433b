import ts from 'typescript'

import {returnsIn, unknown} from './static-values.mjs'

/** The most steps from an error to its remedy: through constants, functions that create it and their callers. */
const mostSteps = 5

/**
 * The remedies in the source: for an error those below its `remedies`, for a check those of its whole file. `…` stands
 * for parts that are known only at run time.
 */
export function remediesOf(literal, values) {
  const own = literal.properties.find(({name}) => name?.getText() === 'remedies')
  const found = new Map()
  const add = ({what, command}) => found.set(command, what)
  if (own) walk(own, {values, add, origins: (name) => values.originsOf(name)})
  // Does not follow callers: all checks share the functions that create their results.
  else if (isProblemOfCheck(literal))
    walk(literal.getSourceFile(), {values, add, origins: (name) => values.madeOf(name)})
  return [...found].map(([command, what]) => ({what, command: command.replace(/…+/g, '…')}))
}

function isProblemOfCheck({parent}) {
  return ts.isPropertyAssignment(parent) && parent.name.getText() === 'problem'
}

function walk(node, {steps = 0, seen = new Set(), ...search}) {
  if (seen.has(node) || steps > mostSteps) return
  seen.add(node)
  const remedies = ts.isObjectLiteralExpression(node) ? remediesIn(node, search) : []
  if (remedies.length > 0) return remedies.forEach(search.add)
  const found = ts.isIdentifier(node) ? search.origins(node) : []
  for (const origin of found) walk(origin, {...search, steps: steps + 1, seen})
  ts.forEachChild(node, (child) => walk(child, {...search, steps, seen}))
}

/** One remedy per possible text of the command; none if this literal is not a remedy. */
function remediesIn(node, search) {
  const textsIn = (name) =>
    textsOf(
      node.properties.find((one) => one.name?.getText() === name),
      search,
    )
  const [titles, commands] = [textsIn('what'), textsIn('command')]
  return titles.length === 0 ? [] : commands.map((command, index) => ({what: titles[index] ?? titles[0], command}))
}

/** The possible texts of a node. */
function textsOf(node, search, steps = 0) {
  if (node === undefined || steps > mostSteps) return []
  const of = (one) => textsOf(one, search, steps + 1)
  if (ts.isPropertyAssignment(node)) return textsOf(node.initializer, search, steps)
  if (ts.isShorthandPropertyAssignment(node)) return textsOf(node.name, search, steps)
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node))
    return [node.head.text + node.templateSpans.map(({literal}) => `…${literal.text}`).join('')]
  if (ts.isConditionalExpression(node)) return [...of(node.whenTrue), ...of(node.whenFalse)]
  const words = wordsOf(node)
  if (words) return [words.map((word) => (ts.isStringLiteralLike(word) ? word.text : '…')).join(' ')]
  const values = search.values.of(node)
  const known = values.filter((value) => value !== undefined && value !== unknown).map(String)
  if (!values.includes(unknown)) return known
  const made = madeFrom(node, search).flatMap(of)
  return [...known, ...(made.length > 0 ? made : ['…'])]
}

/** The definition of a name, or the return values of a call. */
function madeFrom(node, {origins}) {
  const name = ts.isCallExpression(node) ? node.expression : node
  if (!ts.isIdentifier(name)) return []
  return origins(name).flatMap((origin) => (ts.isBlock(origin) ? [...returnsIn(origin)] : [origin]))
}

/** The words of `commandLine({file, args})` and of `[…].join(' ')`. */
function wordsOf(node) {
  if (!ts.isCallExpression(node)) return undefined
  const [first] = node.arguments
  const {expression: called, name} = node.expression
  if (name?.text === 'join') return ts.isArrayLiteralExpression(called) ? called.elements : undefined
  if (node.expression.getText() !== 'commandLine' || !first || !ts.isObjectLiteralExpression(first)) return undefined
  const [file, args] = ['file', 'args'].map((key) => first.properties.find((one) => one.name?.getText() === key))
  const list = args?.initializer
  return [file?.initializer ?? file, ...(list && ts.isArrayLiteralExpression(list) ? list.elements : [list])]
}
