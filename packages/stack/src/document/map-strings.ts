/** A copy of a document with every string value changed; keys stay as they are. */
export function mapStrings<Shape>(value: Shape, change: (text: string) => string): Shape {
  return mapped(value, change) as Shape
}

function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => mapped(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapped(part, change)]))
}
