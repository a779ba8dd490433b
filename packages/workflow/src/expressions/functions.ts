import {isDeepStrictEqual} from 'node:util'

import type {Value} from '../document.js'
import {convertMarkdown} from './convert-markdown.js'
import {type Evaluation, resolved, waitingFor, withAll} from './evaluation.js'
import {ExpressionError, explained, quoted} from './expression-error.js'
import {goFormat, goJson, goType, isList, isMapping, plainNumber, type Mapping} from './go-values.js'
import {lazyNode, type DataNode} from './data-node.js'
import type {CallArguments, FunctionName} from './syntax.js'

/** Evaluated on demand: `coalesce` and `exists` handle the errors of their arguments. */
export interface Argument {
  evaluate(): Evaluation
  /** For functions that select a part of the argument. */
  dataNode(): DataNode
}

export interface Call {
  readonly args: CallArguments<Argument>
  /** Evaluates a query (an expression given as a string) on a data node. */
  readonly query: (dataNode: DataNode, query: string) => Evaluation
}

interface Library {
  readonly positional: (args: readonly Argument[], call: Call) => Evaluation
  readonly named?: (args: Readonly<Record<string, Argument>>, call: Call) => Evaluation
}

const library: Readonly<Record<FunctionName, Library>> = {
  append: {positional: counted('2 or more', (count) => count >= 2, onValues(append))},
  coalesce: {positional: coalesce},
  concat: {
    positional: onValues((...parts) => parts.map((part, index) => ofArgument(index, () => toText(part))).join('')),
  },
  convertMarkdown: {
    positional: exactly(
      2,
      onValues((to, content) => convertMarkdown(textOf(to!, 'arg 0'), textOf(content!, 'arg 1'))),
    ),
    named: convertMarkdownNamed,
  },
  equals: {
    positional: exactly(
      2,
      onValues((a, b) => isDeepStrictEqual(a, b)),
    ),
  },
  exists: {
    positional: exactly(1, ([arg]) => exists(arg!)),
  },
  jsonMarshal: {
    positional: exactly(
      1,
      onValues((value) => goJson(value!)),
    ),
  },
  jsonUnmarshal: {positional: exactly(1, onValues(jsonUnmarshal))},
  merge: {positional: onValues((...objects) => merged(objects, true)), named: mergeNamed},
  notEquals: {
    positional: exactly(
      2,
      onValues((a, b) => !isDeepStrictEqual(a, b)),
    ),
  },
  now: {
    positional: exactly(0, () => resolved(new Date().toISOString())),
  },
  path: {positional: counted('2, 3', (count) => count === 2 || count === 3, pathPositional), named: pathNamed},
  toString: {
    positional: exactly(
      1,
      onValues((value) => ofArgument(0, () => toText(value!))),
    ),
  },
}

export function callFunction(name: string, call: Call): Evaluation {
  return explained(`invocation of function ${quoted(name)} failed`, () => {
    if (!Object.hasOwn(library, name)) throw new ExpressionError('function not found')
    const {positional, named} = library[name as FunctionName]
    const {args} = call
    if (isPositional(args)) return positional(args, call)
    if (named === undefined) throw new ExpressionError('keyword arguments cannot be used')
    return named(args, call)
  })
}

export function isPositional<Kind>(args: CallArguments<Kind>): args is readonly Kind[] {
  return Array.isArray(args)
}

function counted(wanted: string, fits: (count: number) => boolean, body: Library['positional']): Library['positional'] {
  return (args, call) => {
    if (fits(args.length)) return body(args, call)
    throw new ExpressionError(`unexpected number of arguments: ${args.length} (wanted ${wanted})`)
  }
}

function exactly(wanted: number, body: Library['positional']): Library['positional'] {
  return counted(String(wanted), (count) => count === wanted, body)
}

function onValues(compute: (...values: Value[]) => Value): Library['positional'] {
  return (args) => withAll(evaluateAll(args), compute)
}

/** Errors name an argument by its position, starting at 1. */
function evaluateAll(args: readonly Argument[]): Evaluation[] {
  return args.map((arg, index) => ofArgument(index + 1, () => arg.evaluate()))
}

function append(base: Value | undefined, ...items: Value[]): Value {
  if (!isList(base!)) throw new ExpressionError(`arg 0: ${wrongType(base!, '[]interface {}')}`)
  return [...base, ...items]
}

function coalesce(args: readonly Argument[]): Evaluation {
  for (const [index, arg] of args.entries()) {
    const {value, unresolved} = ofArgument(index + 1, () => arg.evaluate())
    if (unresolved.length === 0 && value !== null) return resolved(value)
  }
  return resolved(null)
}

function exists(arg: Argument): Evaluation {
  const found = orAbsent(() => ofArgument(1, () => arg.evaluate()))
  if (found === undefined) return resolved(false)
  return found.unresolved.length > 0 ? waitingFor(found.unresolved) : resolved(true)
}

function jsonUnmarshal(text: Value | undefined): Value {
  if (typeof text !== 'string') throw new ExpressionError(`arg 0: ${wrongType(text!, 'string')}`)
  try {
    return JSON.parse(text) as Value
  } catch (error) {
    // The parser's own message repeats the text, which may be a secret.
    throw new ExpressionError(`invalid JSON${positionOfError(error as Error)}`)
  }
}

function positionOfError({message}: Error): string {
  const [, position] = /position (\d+)/.exec(message) ?? []
  return position === undefined ? '' : ` at character ${Number(position) + 1}`
}

function mergeNamed({objects, mode}: Readonly<Record<string, Argument>>): Evaluation {
  if (objects === undefined) throw new ExpressionError('arg "objects": arg not found')
  return withAll([objects.evaluate(), mode?.evaluate() ?? resolved('deep')], (list, how) => {
    if (how !== 'deep' && how !== 'shallow') {
      throw new ExpressionError(
        `arg "mode": unexpected value ${quoted(goFormat(how!))}, wanted one of "deep" or "shallow"`,
      )
    }
    if (!isList(list!)) throw new ExpressionError(`arg "objects": ${wrongType(list!, '[]interface {}')}`)
    return merged(list, how === 'deep')
  })
}

function merged(objects: readonly Value[], deep: boolean): Value {
  return objects.reduce<Mapping>((into, object, index) => {
    if (!isMapping(object)) throw new ExpressionError(`arg ${index}: ${wrongType(object, 'map[string]interface {}')}`)
    return deep ? mergedDeeply(into, object) : {...into, ...object}
  }, {})
}

function mergedDeeply(into: Mapping, from: Mapping): Mapping {
  const entries = Object.entries(from).map(([key, value]) => {
    const old = Object.hasOwn(into, key) ? into[key]! : null
    return [key, isMapping(old) && isMapping(value) ? mergedDeeply(old, value) : value] as const
  })
  return {...into, ...Object.fromEntries(entries)}
}

function pathPositional(args: readonly Argument[], call: Call): Evaluation {
  return pathOf({object: args[0]!, query: args[1]!, ...(args[2] && {default: args[2]})}, call)
}

function pathNamed(args: Readonly<Record<string, Argument>>, call: Call): Evaluation {
  const {object, query, default: fallback} = args
  if (object === undefined) throw new ExpressionError('arg "object": arg not found')
  if (query === undefined) throw new ExpressionError('arg "query": arg not found')
  return pathOf({object, query, ...(fallback && {default: fallback})}, call)
}

function pathOf(args: {object: Argument; query: Argument; default?: Argument}, {query}: Call): Evaluation {
  const {value: text, unresolved} = args.query.evaluate()
  if (unresolved.length > 0) return waitingFor(unresolved)
  if (typeof text !== 'string') throw new ExpressionError(`arg "query": ${wrongType(text, 'string')}`)
  const find = () =>
    query(
      lazyNode(() => args.object.dataNode()),
      text,
    )
  return args.default === undefined ? find() : (orAbsent(find) ?? args.default.evaluate())
}

function convertMarkdownNamed({to, content}: Readonly<Record<string, Argument>>): Evaluation {
  if (to === undefined) throw new ExpressionError('arg "to": arg not found')
  if (content === undefined) throw new ExpressionError('arg "content": arg not found')
  return withAll([to.evaluate(), content.evaluate()], (form, text) =>
    convertMarkdown(textOf(form!, 'arg "to"'), textOf(text!, 'arg "content"')),
  )
}

function textOf(value: Value, where: string): string {
  if (typeof value !== 'string') throw new ExpressionError(`${where}: ${wrongType(value, 'string')}`)
  return value
}

function orAbsent(work: () => Evaluation): Evaluation | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof ExpressionError && error.fault === 'absent') return undefined
    throw error
  }
}

/** A scalar as text. Throws for lists and mappings. */
function toText(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return plainNumber(value)
  throw new ExpressionError(wrongType(value, '<nil>, string, []uint8, time.Time, int, int64, float64, bool'))
}

function ofArgument<Result>(index: number, work: () => Result): Result {
  return explained(`arg ${index}`, work)
}

function wrongType(value: Value, wanted: string): string {
  return `unexpected type ${goType(value)} (wanted ${wanted})`
}
