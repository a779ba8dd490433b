import ts from 'typescript'

/** How far a remedy may be from the error that offers it: through constants and functions that make it. */
const mostSteps = 5

/**
 * The remedies that an error offers, as they are written in the source: of an error those below its `remedies`, of a check
 * those of its whole file. `…` stands for what only a run can tell.
 */
export function remediesOf(literal, checker) {
  const own = literal.properties.find(({name}) => name?.getText() === 'remedies')
  const found = new Map()
  const add = ({what, command}) => found.set(command, what)
  for (const node of own ? [own] : isProblemOfCheck(literal) ? [literal.getSourceFile()] : [])
    walk(node, {checker, add})
  return [...found].map(([command, what]) => ({what, command}))
}

function isProblemOfCheck({parent}) {
  return ts.isPropertyAssignment(parent) && parent.name.getText() === 'problem'
}

function walk(node, {checker, add, steps = 0, seen = new Set()}) {
  if (seen.has(node) || steps > mostSteps) return
  seen.add(node)
  const remedy = ts.isObjectLiteralExpression(node) && remedyIn(node)
  if (remedy) return add(remedy)
  if (ts.isIdentifier(node)) {
    const made = declared(node, checker)
    if (made) walk(made, {checker, add, steps: steps + 1, seen})
    return
  }
  ts.forEachChild(node, (child) => walk(child, {checker, add, steps, seen}))
}

function remedyIn(node) {
  const text = (name) => textOf(node.properties.find((one) => one.name?.getText() === name)?.initializer)
  const [what, command] = [text('what'), text('command')]
  return what !== undefined && command !== undefined && {what, command}
}

function textOf(node) {
  if (node === undefined) return undefined
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({literal}) => `…${literal.text}`).join('')
  return undefined
}

/** What a name of our sources stands for: the value of a constant, the body of a function. */
function declared(node, checker) {
  const symbol = checker.getSymbolAtLocation(node)
  const origin = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  const [declaration] = origin?.declarations ?? []
  if (declaration === undefined) return undefined
  if (ts.isVariableDeclaration(declaration)) return declaration.initializer
  return ts.isFunctionDeclaration(declaration) ? declaration.body : undefined
}
