import {timestamp} from './timestamp.js'

/** Infinity and NaN come out too: the file may hold them, JSON may not. */
export type PlainScalar = null | boolean | number | bigint | string

const words = new Map<string, PlainScalar>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
])

const integer = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/

/**
 * What an unquoted text means, as Relay's tools have it: neither as YAML 1.1 (`yes` is a text) nor as 1.2 (`017` is 15, and a
 * date is a date, here in RFC 3339 form). Integers that a number cannot keep are bigints.
 */
export function plainScalar(text: string): PlainScalar {
  const word = words.get(text)
  if (word !== undefined) return word
  if (!/^[-+.0-9]/.test(text)) return text
  return timestamp(text) ?? number(withoutUnderscores(text)) ?? text
}

/** Anywhere, but only between digits in what begins with a point. */
function withoutUnderscores(text: string): string {
  return text.replace(text.startsWith('.') ? /(?<=\d)_(?=\d)/g : /_/g, '')
}

function number(text: string): number | bigint | undefined {
  const [, sign, digits] = integer.exec(text) ?? []
  const whole = digits === undefined ? undefined : wholeNumber(sign!, digits)
  if (whole !== undefined) return whole
  const value = float.test(text) ? Number(text) : NaN
  return Number.isFinite(value) ? value : undefined
}

/** Undefined where 64 bits do not hold it. */
function wholeNumber(sign: string, digits: string): number | bigint | undefined {
  const magnitude = BigInt(digits.replace(/^0[oO]?(?=[0-7])/, '0o').toLowerCase())
  const value = sign === '-' ? -magnitude : magnitude
  if (value < -(2n ** 63n) || value >= 2n ** (sign === '' ? 64n : 63n)) return undefined
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}
