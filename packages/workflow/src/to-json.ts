import type {Value} from './document.js'

/** JSON of a value, including bigints, which `JSON.stringify` rejects. `indent` as in `JSON.stringify`. */
export function toJson(value: unknown, indent = 0): string {
  return write(value as Value, ' '.repeat(indent), '\n')
}

function write(value: Value, indent: string, newline: string): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = newline + indent
  if (Array.isArray(value)) {
    return enclose(
      '[]',
      (value as readonly Value[]).map((item) => write(item, indent, inner)),
      {indent, newline},
    )
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  const colon = indent === '' ? ':' : ': '
  return enclose(
    '{}',
    fields.map(([key, field]) => JSON.stringify(key) + colon + write(field, indent, inner)),
    {indent, newline},
  )
}

function enclose(
  brackets: string,
  items: readonly string[],
  {indent, newline}: {indent: string; newline: string},
): string {
  const [open, close] = brackets
  if (items.length === 0) return brackets
  if (indent === '') return `${open}${items.join(',')}${close}`
  return `${open}${newline}${indent}${items.join(`,${newline}${indent}`)}${newline}${close}`
}
