import type {Value} from '../document.js'
import {lookUp, type Environment} from './environment.js'
import {type Evaluation, resolved, waitingFor} from './evaluation.js'
import {ExpressionError} from './expression-error.js'
import {goType, isList, isMapping} from './go-values.js'
import type {Reference} from './references.js'

/** Where a path leads through: a value, or a table of which only what is asked for is looked up. */
export interface Place {
  /** One key further. Throws `ExpressionError` where there can be no such key. */
  at(key: Value): Place
  read(): Evaluation
  /** Each key with what is there; none for what has no parts. */
  entries(): Array<readonly [Value, Place]>
  /** As `read`, but what lies below a list or a mapping stays as it is written. */
  shallow(): Evaluation
  /** The value as it is written in the file. */
  written(): Value
}

export function valuePlace(value: Value): Place {
  return {
    at: (key) => valuePlace(select(value, key)),
    read: () => resolved(value),
    entries: () => partsOf(value).map(([key, part]) => [key, valuePlace(part)] as const),
    shallow: () => resolved(value),
    written: () => value,
  }
}

/** What is not known yet: whatever is asked of it is not known either. */
export function unknownPlace(unresolved: readonly Reference[]): Place {
  const unknown = () => waitingFor(unresolved)
  const place: Place = {at: () => place, read: unknown, entries: () => [], shallow: unknown, written: () => null}
  return place
}

/** Found only when it is used. */
export function lazyPlace(find: () => Place): Place {
  return {
    at: (key) => find().at(key),
    read: () => find().read(),
    entries: () => find().entries(),
    shallow: () => find().shallow(),
    written: () => find().written(),
  }
}

/** What an evaluation gave, to go on from there. */
export function placeOf({value, unresolved}: Evaluation): Place {
  return unresolved.length > 0 ? unknownPlace(unresolved) : valuePlace(value)
}

/** Where the paths of a template begin: `parameters`, `secrets`, `connections`, `outputs`, `steps`. */
export function rootPlace(environment: Environment): Place {
  const {parameters, secrets, connections, outputs} = environment
  const found = (reference: Reference) => {
    const value = lookUp(environment, reference)
    return value === undefined ? unknownPlace([reference]) : valuePlace(value)
  }
  const tables: Readonly<Record<string, Place>> = {
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

/** A table is taken whole only as it is. */
function wholeOf(whole: Value): Omit<Place, 'at'> {
  const {read, entries, shallow, written} = valuePlace(whole)
  return {read, entries, shallow, written}
}

/** The parts of a list or a mapping by their keys. */
export function partsOf(value: Value): Array<readonly [Value, Value]> {
  if (isList(value)) return value.map((item, index) => [index, item] as const)
  return isMapping(value)
    ? Object.keys(value)
        .sort()
        .map((key) => [key, value[key]!] as const)
    : []
}

function table(whole: Value, entry: (name: string) => Place): Place {
  return {at: (key) => entry(keyText(key)), ...wholeOf(whole)}
}

/** What a list or a mapping has under a key. */
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
  const place = index < 0 ? list.length + index : index
  if (place < 0 || place >= list.length) throw new ExpressionError(`index ${index} out of bounds`, 'absent')
  return list[place]!
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
