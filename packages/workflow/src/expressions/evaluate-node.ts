import type {Value} from '../document.js'
import {type Evaluation, resolved, withAll} from './evaluation.js'
import {below, ExpressionError} from './expression-error.js'
import {callFunction, isPositional, type Argument} from './functions.js'
import {goFormat, goType} from './go-values.js'
import {applyInfix, applyPrefix, shortCircuit} from './operators.js'
import {parseExpression} from './parse.js'
import {dataNodeOf, valueNode, type DataNode} from './data-node.js'
import type {CallArguments, Node} from './syntax.js'

/** Evaluates a parsed expression; its paths start at `root`. */
export function evaluateNode(node: Node, root: DataNode): Evaluation {
  const evaluate = (inner: Node) => evaluateNode(inner, root)
  switch (node.type) {
    case 'constant':
      return resolved(node.value)
    case 'path':
      return walk(node.keys, root).read()
    case 'list':
      return withAll(node.items.map(evaluate), (...items) => items)
    case 'mapping':
      return withAll(node.entries.flat().map(evaluate), mapping)
    case 'call':
      return callFunction(node.name, {
        args: mapArguments(node.args, (arg) => argument(arg, root)),
        query: evaluateQuery,
      })
    case 'prefix':
      return withAll([evaluate(node.operand)], (operand) => applyPrefix(node.operator, operand!))
    case 'infix':
      return infix(node, evaluate)
    case 'jsonpath':
      throw new ExpressionError('a JSONPath means something in queries only')
    case 'pipe':
      return pipe(evaluate(node.left), node.right)
  }
}

/** Evaluates a query (an expression without `${}`) on a data node. */
export function evaluateQuery(dataNode: DataNode, query: string): Evaluation {
  return evaluateNode(parseExpression(query), dataNode)
}

export function mapArguments<From, To>(args: CallArguments<From>, change: (arg: From) => To): CallArguments<To> {
  if (isPositional(args)) return args.map(change)
  return Object.fromEntries(Object.entries(args).map(([name, arg]) => [name, change(arg)]))
}

/** relay-core can wait for a value that an argument refers to, but not for one that an argument computes. */
function argument(node: Node, root: DataNode): Argument {
  const evaluate = () => {
    const found = evaluateNode(node, root)
    if (found.unresolved.length > 0 && computes(node)) throw new ExpressionError(notComputable)
    return found
  }
  return {evaluate, dataNode: () => (node.type === 'path' ? walk(node.keys, root) : dataNodeOf(evaluate()))}
}

function computes({type}: Node): boolean {
  return type === 'call' || type === 'prefix' || type === 'infix' || type === 'pipe'
}

const notComputable =
  'could not evaluate a value of type *evaluate.staticExpandable[*github.com/puppetlabs/relay-core/pkg/spec.References], must be a YAML-compatible type'

function walk(keys: readonly Node[], root: DataNode): DataNode {
  const passed: string[] = []
  return below(passed, () =>
    keys.reduce((dataNode, key) => {
      const {value, unresolved} = evaluateNode(key, root)
      if (unresolved.length > 0) return dataNodeOf({value, unresolved})
      passed.push(goFormat(value))
      return dataNode.at(value)
    }, root),
  )
}

function infix({operator, left, right}: Node & {type: 'infix'}, evaluate: (node: Node) => Evaluation): Evaluation {
  const first = evaluate(left)
  const decided = first.unresolved.length > 0 ? undefined : shortCircuit(operator, first.value)
  if (decided !== undefined) return resolved(decided)
  return withAll([first, evaluate(right)], (a, b) => applyInfix(operator, a!, b!))
}

/** relay-core treats a left side that is not known yet as null. */
function pipe(left: Evaluation, right: Node): Evaluation {
  return evaluateNode(right, left.unresolved.length > 0 ? valueNode(null) : dataNodeOf(left))
}

function mapping(...flat: Value[]): Value {
  const entries: Array<[string, Value]> = []
  for (let index = 0; index < flat.length; index += 2) {
    const key = flat[index]!
    if (typeof key !== 'string') throw new ExpressionError(`unexpected ${goType(key)} expected string`)
    entries.push([key, flat[index + 1]!])
  }
  return Object.fromEntries(entries)
}
