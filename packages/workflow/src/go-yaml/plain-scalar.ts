/** Includes Infinity and NaN, which a file may contain but JSON may not. */
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
 * The value of an unquoted scalar as Relay's tools read it. This differs from YAML 1.1 (`yes` is a string) and from 1.2
 * (`017` is 15, and a date is a date, here in RFC 3339 form). Integers that a number cannot represent are bigints.
 */
export function plainScalar(text: string): PlainScalar {
  const word = words.get(text)
  if (word !== undefined) return word
  if (!/^[-+.0-9]/.test(text)) return text
  return timestamp(text) ?? number(withoutUnderscores(text)) ?? text
}

/** Removes underscores: all of them, or only those between digits if the text starts with a point. */
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

/** Undefined if it does not fit into 64 bits. */
function wholeNumber(sign: string, digits: string): number | bigint | undefined {
  const magnitude = BigInt(digits.replace(/^0[oO]?(?=[0-7])/, '0o').toLowerCase())
  const value = sign === '-' ? -magnitude : magnitude
  if (value < -(2n ** 63n) || value >= 2n ** (sign === '' ? 64n : 63n)) return undefined
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

const date = '(\\d{4})-(\\d{1,2})-(\\d{1,2})'
const time = '(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:[.,](\\d+))?'
const forms = [
  new RegExp(`^${date}$`),
  new RegExp(`^${date} ${time}$`),
  new RegExp(`^${date}[Tt]${time}(Z|[-+]\\d{2}:\\d{2})$`),
]

/** A date, or a date with a time, in RFC 3339 form with its original offset; undefined for any other text. */
function timestamp(text: string): string | undefined {
  const found = forms.map((form) => form.exec(text)).find((match) => match !== null)
  if (!found) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = found
  const parts = [month, day, hour, minute, second].map(Number) as [number, number, number, number, number]
  if (!isDate(Number(year), parts) || !isOffset(zone)) return undefined
  const [mm, dd, hh, min, ss] = parts.map((part) => String(part).padStart(2, '0'))
  const digits = fraction.slice(0, 9).replace(/0+$/, '')
  return `${year}-${mm}-${dd}T${hh}:${min}:${ss}${digits === '' ? '' : `.${digits}`}${utc(zone)}`
}

function isDate(year: number, [month, day, hour, minute, second]: [number, number, number, number, number]): boolean {
  const days = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
  return month >= 1 && month <= 12 && day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60
}

function isOffset(zone: string): boolean {
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number)
  return hours < 24 && minutes < 60
}

function utc(zone: string): string {
  return /^[-+]00:00$/.test(zone) ? 'Z' : zone
}
