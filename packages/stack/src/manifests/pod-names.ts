/** An image name, optionally followed by a digest, which stays. */
const pinned = /^(.+?)(@sha256:[0-9a-f]{64})?$/

/**
 * Renames images for a registry that nodes do not use by default: in strings that are exactly the name of an image, and
 * in pairs of `repository` and `tag`, as in chart values.
 */
export function withPodNames<Shape>(document: Shape, names: ReadonlyMap<string, string>): Shape {
  return named(document, names) as Shape
}

function named(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return nameOf(value, names)
  if (Array.isArray(value)) return value.map((item) => named(item, names))
  if (typeof value !== 'object' || value === null) return value
  const {repository, tag, ...rest} = value as Record<string, unknown>
  const pair = typeof repository === 'string' ? names.get(`${repository}:${String(tag)}`) : undefined
  const parts = Object.entries(pair === undefined ? value : rest).map(([key, part]) => [key, named(part, names)])
  const whole = Object.fromEntries(parts) as Record<string, unknown>
  return pair === undefined ? whole : {...whole, repository: pair.slice(0, pair.lastIndexOf(':')), tag}
}

function nameOf(text: string, names: ReadonlyMap<string, string>): string {
  const [, name = text, digest = ''] = pinned.exec(text) ?? []
  const podName = names.get(name)
  return podName === undefined ? text : `${podName}${digest}`
}
