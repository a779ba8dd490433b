import {constants} from 'node:os'

import ts from 'typescript'

/** A value that is known only at run time. */
export const unknown = Symbol('unknown')

/**
 * The possible values of expressions: strings, numbers, object literals, `undefined`, or `unknown`. Follows constants,
 * conditions, spreads, and return values of calls. A parameter has the value of its argument in `call`:
 * `{node, within}`, where `within` is the enclosing call.
 */
export class StaticValues {
  #checker
  #program
  #calls

  constructor(program) {
    this.#program = program
    this.#checker = program.getTypeChecker()
  }

  /** The calls of this function in all sources. */
  callsOf(owner) {
    const name = (owner?.name ?? owner?.parent?.name)?.getText()
    if (name === undefined) return []
    this.#calls ??= callsByName(this.#program.getSourceFiles())
    const calls = this.#calls.get(name) ?? []
    return calls.filter(({expression}) => this.#declarationOf(expression) === owner).map((node) => ({node}))
  }

  /** The definition of a name: the value of a constant, the body of a function. */
  madeOf(identifier) {
    const declaration = this.#declarationOf(identifier)
    if (declaration === undefined) return []
    if (ts.isVariableDeclaration(declaration)) return declaration.initializer ? [declaration.initializer] : []
    const isFunction = ts.isFunctionDeclaration(declaration) || ts.isArrowFunction(declaration)
    return isFunction && declaration.body ? [declaration.body] : []
  }

  /** Like `madeOf`, and for a parameter the arguments of callers. */
  originsOf(identifier, within = []) {
    const declaration = this.#declarationOf(identifier)
    if (declaration === undefined || within.includes(declaration)) return []
    if (ts.isParameter(declaration)) return this.#given(declaration)
    if (!ts.isBindingElement(declaration)) return this.madeOf(identifier)
    const owner = declaration.parent.parent
    const whole = (node) =>
      ts.isIdentifier(node) ? this.originsOf(node, [...within, declaration]).flatMap(whole) : [node]
    const given = ts.isParameter(owner) ? this.#given(owner) : [owner.initializer].filter(Boolean)
    const literals = given.flatMap(whole).filter(ts.isObjectLiteralExpression)
    const [name, rest] = [(declaration.propertyName ?? declaration.name).getText(), declaration.dotDotDotToken]
    const members = literals.flatMap(({properties}) => [...properties])
    return members.filter((one) => rest || ts.isSpreadAssignment(one) || nameOf(one) === name)
  }

  /** The arguments of all calls for a parameter. */
  #given(parameter) {
    const index = parameter.parent.parameters.indexOf(parameter)
    return this.callsOf(parameter.parent).flatMap(({node}) => node.arguments[index] ?? [])
  }

  /** The possible values of a property of an object literal; `undefined` if it may be missing. The last one counts. */
  property(literal, name, call) {
    const found = []
    for (const member of literal.properties.toReversed()) {
      const values = ts.isSpreadAssignment(member)
        ? this.of(member.expression, call).flatMap((value) => this.#propertyOf(value, name, call))
        : member.name.getText() === name && this.#member(member, call)
      if (!values) continue
      found.push(...values.filter((value) => value !== undefined))
      if (!values.includes(undefined)) return distinct(found)
    }
    return distinct([...found, undefined])
  }

  of(node, call) {
    if (node === undefined) return [undefined]
    if (ts.isStringLiteralLike(node)) return [node.text]
    if (ts.isNumericLiteral(node)) return [Number(node.text)]
    if (ts.isObjectLiteralExpression(node)) return [node]
    if (ts.isConditionalExpression(node)) return this.#all([node.whenTrue, node.whenFalse], call)
    if (ts.isBinaryExpression(node)) return this.#binary(node, call)
    if (ts.isIdentifier(node)) return this.#ofDeclaration(this.#declarationOf(node), node, call)
    if (ts.isPropertyAccessExpression(node)) {
      return distinct(this.of(node.expression, call).flatMap((value) => this.#propertyOf(value, node.name.text, call)))
    }
    if (ts.isElementAccessExpression(node)) return this.#element(node, call)
    if (ts.isCallExpression(node)) return this.#returned(node, call)
    // Parentheses, `as const`, `satisfies`, `!`.
    return 'expression' in node ? this.of(node.expression, call) : [unknown]
  }

  #all(nodes, call) {
    return distinct(nodes.flatMap((node) => this.of(node, call)))
  }

  #binary({left, operatorToken, right}, call) {
    const [ones, others] = [this.of(left, call), this.of(right, call)]
    if (operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) return distinct([undefined, ...others])
    if (operatorToken.kind === ts.SyntaxKind.PlusToken) {
      const numbers = [...ones, ...others].every((value) => typeof value === 'number')
      return numbers ? ones.flatMap((one) => others.map((other) => one + other)) : [unknown]
    }
    const falls = [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken].includes(operatorToken.kind)
    return falls ? distinct([...ones.filter((value) => value !== undefined), ...others]) : [unknown]
  }

  /** The property of an object literal with this key, or all properties if the key is known only at run time. */
  #element({expression, argumentExpression}, call) {
    const keys = this.of(argumentExpression, call)
    // Of node:os.
    if (expression.getText() === 'constants.signals') return keys.map((signal) => constants.signals[signal] ?? unknown)
    const literals = this.of(expression, call)
    if (literals.some((value) => value === unknown || typeof value !== 'object')) return [unknown]
    const names = (literal) => (keys.includes(unknown) ? literal.properties.map(({name}) => name?.getText()) : keys)
    return distinct(literals.flatMap((one) => names(one).flatMap((name) => this.#propertyOf(one, name, call))))
  }

  #propertyOf(value, name, call) {
    if (value === undefined) return [undefined]
    return value === unknown || typeof value !== 'object' ? [unknown] : this.property(value, name, call)
  }

  #member(member, call) {
    if (ts.isPropertyAssignment(member)) return this.of(member.initializer, call)
    if (!ts.isShorthandPropertyAssignment(member)) return [unknown]
    const symbol = this.#checker.getShorthandAssignmentValueSymbol(member)
    return this.#ofDeclaration(declarationOf(symbol), member.name, call)
  }

  #ofDeclaration(declaration, name, call) {
    if (name.getText() === 'undefined') return [undefined]
    const values = declaration === undefined ? [unknown] : this.#declared(declaration, call)
    return values.includes(unknown) ? (this.#ofType(name) ?? values) : values
  }

  #declared(declaration, call) {
    if (ts.isVariableDeclaration(declaration)) {
      return declaration.initializer ? this.of(declaration.initializer, call) : [unknown]
    }
    if (ts.isParameter(declaration)) return this.#argument(declaration, call)
    if (!ts.isBindingElement(declaration)) return [unknown]
    const name = (declaration.propertyName ?? declaration.name).getText()
    const whole = this.#declared(declaration.parent.parent, call)
    const values = whole.flatMap((value) => this.#propertyOf(value, name, call?.within))
    return values.flatMap((value) => (value === undefined ? this.of(declaration.initializer, call) : [value]))
  }

  #argument(parameter, call) {
    const index = parameter.parent.parameters.indexOf(parameter)
    if (call === undefined || this.#declarationOf(call.node.expression) !== parameter.parent) return [unknown]
    const given = call.node.arguments[index]
    return given ? this.of(given, call.within) : this.of(parameter.initializer, call)
  }

  #returned(node, within) {
    const owner = this.#declarationOf(node.expression)
    const depth = (call) => (call === undefined ? 0 : 1 + depth(call.within))
    if (owner?.body === undefined || depth(within) > 5) return [unknown]
    const call = {node, within}
    const results = ts.isBlock(owner.body) ? [...returnsIn(owner.body)] : [owner.body]
    return this.#all(results, call)
  }

  /** The strings and numbers that a declared type allows. */
  #ofType(name) {
    const type = this.#checker.getTypeAtLocation(name)
    const types = type.isUnion() ? type.types : [type]
    return types.every((one) => one.isLiteral()) ? types.map(({value}) => value) : undefined
  }

  /** The declaration of a function, constant or parameter, through imports. */
  #declarationOf(node) {
    const isShort = ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node
    const symbol = isShort
      ? this.#checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.#checker.getSymbolAtLocation(node)
    const isAlias = symbol && symbol.flags & ts.SymbolFlags.Alias
    const found = declarationOf(isAlias ? this.#checker.getAliasedSymbol(symbol) : symbol)
    const inner = found && ts.isVariableDeclaration(found) ? found.initializer : undefined
    return inner && ts.isArrowFunction(inner) ? inner : found
  }
}

const nameOf = (member) => member.name?.getText()

function declarationOf(symbol) {
  return symbol?.valueDeclaration
}

function callsByName(files) {
  const found = new Map()
  for (const call of files.flatMap((file) => [...callsIn(file)])) {
    const name = call.expression.getText()
    found.set(name, [...(found.get(name) ?? []), call])
  }
  return found
}

function* callsIn(node) {
  if (ts.isCallExpression(node)) yield node
  yield* within(node, callsIn)
}

/** The return values of a function, without those of nested functions. */
export function* returnsIn(node) {
  if (ts.isReturnStatement(node)) yield node.expression
  else if (!ts.isFunctionLike(node)) yield* within(node, returnsIn)
}

function* within(node, find) {
  const children = []
  ts.forEachChild(node, (child) => void children.push(child))
  for (const child of children) yield* find(child)
}

function distinct(values) {
  return [...new Set(values)]
}
