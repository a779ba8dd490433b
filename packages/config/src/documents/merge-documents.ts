/** Overrides the settings of `below` with those of `above`, key by key. Lists and plain values are not merged. */
export function mergeDocuments(below: unknown, above: unknown): unknown {
  if (!isObject(below) || !isObject(above)) return above
  const merged = Object.entries(above).map(([key, value]) => {
    return [key, Object.hasOwn(below, key) ? mergeDocuments(below[key], value) : value] as const
  })
  return {...below, ...Object.fromEntries(merged)}
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
