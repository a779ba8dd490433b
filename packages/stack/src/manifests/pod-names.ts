/** What an image is called by its tag; the digest behind that stays. */
const pinned = /^(.+?)(@sha256:[0-9a-f]{64})?$/

/**
 * Gives images the names by which pods find them in a registry that nodes do not look into by themselves: in texts that are the
 * name of an image as a whole, and in pairs of repository and tag, as charts have them.
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
