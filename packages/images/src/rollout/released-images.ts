import type {ImageReference} from '../image-reference.js'

/** What Helm was given, release by release: `readReleaseValues`. */
export type ReleaseValues = ReadonlyMap<string, unknown>

/** Whether an image runs by Helm values: the image of a service. */
export function isServiceImage(reference: ImageReference, values: ReleaseValues): boolean {
  return namedIn([...values.values()], reference).length > 0
}

/** Whether the Helm values name this content of it alone. */
export function isReleased(
  {reference, digest}: {reference: ImageReference; digest: string},
  values: ReleaseValues,
): boolean {
  return namedIn([...values.values()], reference).every((text) => text === `${reference.withDigest(digest)}`)
}

function namedIn(value: unknown, reference: ImageReference): string[] {
  if (typeof value === 'string') return value === reference.familiar || value.startsWith(`${reference}@`) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap((part) => namedIn(part, reference))
}
