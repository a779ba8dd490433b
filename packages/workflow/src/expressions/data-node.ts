import type {Value} from '../document.js'
import {lookUp, type Environment} from './environment.js'
import {type Evaluation, resolved, waitingFor} from './evaluation.js'
import {ExpressionError} from './expression-error.js'
import {goType, isList, isMapping} from './go-values.js'
import type {Reference} from './references.js'

/** A node that paths select from: a value, or a table whose entries are looked up on demand. */
export interface DataNode {
  /** The child under a key. Throws `ExpressionError` if there can be no such key. */
  at(key: Value): DataNode
  read(): Evaluation
  /** Each key with its child; empty for a scalar. */
  entries(): Array<readonly [Value, DataNode]>
  /** As `read`, but the parts of a list or a mapping stay as they are written. */
  shallow(): Evaluation
  /** The value as it is written in the file. */
  written(): Value
}

export function valueNode(value: Value): DataNode {
  return {
    at: (key) => valueNode(select(value, key)),
    read: () => resolved(value),
    entries: () => partsOf(value).map(([key, part]) => [key, valueNode(part)] as const),
    shallow: () => resolved(value),
    written: () => value,
  }
}

/** A node whose value is not known yet; nor are its parts. */
export function unknownNode(unresolved: readonly Reference[]): DataNode {
  const unknown = () => waitingFor(unresolved)
  const dataNode: DataNode = {
    at: () => dataNode,
    read: unknown,
    entries: () => [],
    shallow: unknown,
    written: () => null,
  }
  return dataNode
}

/** Calls `find` only when the node is used. */
export function lazyNode(find: () => DataNode): DataNode {
  return {
    at: (key) => find().at(key),
    read: () => find().read(),
    entries: () => find().entries(),
    shallow: () => find().shallow(),
    written: () => find().written(),
  }
}

/** The node for the result of an evaluation. */
export function dataNodeOf({value, unresolved}: Evaluation): DataNode {
  return unresolved.length > 0 ? unknownNode(unresolved) : valueNode(value)
}

/** The node at which the paths of a template start: `parameters`, `secrets`, `connections`, `outputs`, `steps`. */
export function rootNode(environment: Environment): DataNode {
  const {parameters, secrets, connections, outputs} = environment
  const found = (reference: Reference) => {
    const value = lookUp(environment, reference)
    return value === undefined ? unknownNode([reference]) : valueNode(value)
  }
  const tables: Readonly<Record<string, DataNode>> = {
    parameters: table(parameters, (name) => found({kind: 'parameter', name})),
    secrets: table(secrets, (name) => found({kind: 'secret', name})),
    connections: table(connections, (type) =>
      table(connections[type] ?? null, (name) => found({kind: 'connection', type, name})),
    ),
    outputs: table(outputs, (from) => table(outputs[from] ?? null, (name) => found({kind: 'output', from, name}))),
    steps: table(null, (action) => table(null, (property) => found({kind: 'status', action, property}))),
  }
  return {
    at(key) {
      const name = keyText(key)
      if (!Object.hasOwn(tables, name)) throw new ExpressionError(`unknown key ${name}`, 'absent')
      return tables[name]!
    },
    ...wholeOf({parameters, secrets, connections, outputs}),
  }
}

/** A table that is read as a whole contains only the known values. */
function wholeOf(whole: Value): Omit<DataNode, 'at'> {
  const {read, entries, shallow, written} = valueNode(whole)
  return {read, entries, shallow, written}
}

/** The parts of a list or a mapping, with their keys. */
export function partsOf(value: Value): Array<readonly [Value, Value]> {
  if (isList(value)) return value.map((item, index) => [index, item] as const)
  return isMapping(value)
    ? Object.keys(value)
        .sort()
        .map((key) => [key, value[key]!] as const)
    : []
}

function table(whole: Value, entry: (name: string) => DataNode): DataNode {
  return {at: (key) => entry(keyText(key)), ...wholeOf(whole)}
}

/** The part of a list or a mapping under a key. */
export function select(value: Value, key: Value): Value {
  if (isList(value)) return selectIndex(value, key)
  if (!isMapping(value))
    throw new ExpressionError(`unsupported value type ${goType(value)} for select of field ${keyText(key)}`)
  const name = keyText(key)
  if (!Object.hasOwn(value, name)) throw new ExpressionError(`unknown key ${name}`, 'absent')
  return value[name]!
}

function selectIndex(list: readonly Value[], key: Value): Value {
  const index = indexOf(key)
  const position = index < 0 ? list.length + index : index
  if (position < 0 || position >= list.length) throw new ExpressionError(`index ${index} out of bounds`, 'absent')
  return list[position]!
}

function indexOf(key: Value): number {
  if (typeof key === 'number') return Math.trunc(key)
  if (typeof key !== 'string') throw new ExpressionError(`unexpected index type ${goType(key)} for slice`)
  if (/^[+-]?\d+$/.test(key)) return Number(key)
  const why = `strconv.ParseInt: parsing "${key}": invalid syntax`
  throw new ExpressionError(`unexpected string index "${key}" for slice, must be convertible to int: ${why}`)
}

function keyText(key: Value): string {
  if (typeof key === 'string') return key
  if (typeof key === 'number') return String(key)
  throw new ExpressionError(`unexpected key type ${goType(key)} for map`)
}
