import type {Value} from '../document.js'
import {ExpressionError} from './expression-error.js'

/** relay-core is written in Go; these functions format values as Go does. */

export type Mapping = Readonly<Record<string, Value>>

export function isMapping(value: Value): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

/** The Go name of a value's type, for error messages. */
export function goType(value: Value): string {
  if (value === null) return '<nil>'
  if (isList(value)) return '[]interface {}'
  if (isMapping(value)) return 'map[string]interface {}'
  return {string: 'string', boolean: 'bool', number: 'float64', bigint: 'float64'}[typeof value as 'string']
}

/** `%v`: converts a value of `env` to the text of a variable, and an operand to a string. */
export function goFormat(value: Value): string {
  if (value === null) return '<nil>'
  if (typeof value === 'string') return value
  if (isList(value)) return `[${value.map(goFormat).join(' ')}]`
  if (isMapping(value))
    return `map[${sortedKeys(value)
      .map((key) => `${key}:${goFormat(value[key]!)}`)
      .join(' ')}]`
  return typeof value === 'number' ? goNumber(value) : String(value)
}

/** `%v` of a number: an exponent of at least two digits below 1e-4 and from 1e6 on. */
function goNumber(value: number): string {
  const size = Math.abs(value)
  const text = size !== 0 && (size < 1e-4 || size >= 1e6) ? value.toExponential() : String(value)
  return text.replace(/e([+-])(\d)$/, 'e$10$2').replace('Infinity', value > 0 ? '+Inf' : 'Inf')
}

/** A number without an exponent, whatever its size. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value) || !/e/.test(String(value))) return String(value)
  if (Number.isInteger(value)) return BigInt(value).toString()
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  return value.toFixed(Math.min(100, Math.abs(Number(exponent)) + digits.replace(/^-?\d\.?/, '').length))
}

/** A list or a mapping inside text: JSON with sorted keys, indented by tabs. */
export function indentedJson(value: Value): string {
  return goJson(value, '\t')
}

/** JSON with sorted keys, in which `<`, `>` and `&` are escaped. Throws for a number that JSON cannot represent. */
export function goJson(value: Value, indent = ''): string {
  const unsupported = findUnsupported(value)
  if (unsupported !== undefined) throw new ExpressionError(`json: unsupported value: ${goNumber(unsupported.number)}`)
  const escaped: Readonly<Record<string, string>> = {'<': '\\u003c', '>': '\\u003e', '&': '\\u0026'}
  return JSON.stringify(sorted(value), null, indent).replace(/[<>&]/g, (character) => escaped[character]!)
}

function sorted(value: Value): Value {
  if (isList(value)) return value.map(sorted)
  if (!isMapping(value)) return typeof value === 'bigint' ? Number(value) : value
  return Object.fromEntries(sortedKeys(value).map((key) => [key, sorted(value[key]!)]))
}

/** The first number in a value that JSON cannot represent, and its depth. */
function findUnsupported(value: Value, depth = 0): {readonly number: number; readonly depth: number} | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : {number: value, depth}
  if (typeof value !== 'object' || value === null) return undefined
  for (const part of Object.values<Value>(value)) {
    const found = findUnsupported(part, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

/** Throws with relay-core's message if a value cannot be sent as JSON. */
export function checkJson(value: Value): void {
  const found = findUnsupported(value)
  if (found === undefined) return
  const calls = 'json: error calling MarshalJSON for type transfer.JSONInterface: '.repeat(found.depth + 1)
  throw new ExpressionError(`marshal: ${calls}json: unsupported value: ${goNumber(found.number)}`)
}

function sortedKeys(mapping: Mapping): string[] {
  return Object.keys(mapping).sort()
}
