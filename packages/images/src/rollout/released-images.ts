import type {ImageReference} from '../image-reference.js'

/** What Helm was given, release by release: `readReleaseValues`. */
export type ReleaseValues = ReadonlyMap<string, unknown>

export interface NamedImage {
  readonly reference: ImageReference
  /** How pods have to name it, where not as its author did. */
  readonly podName?: string | undefined
}

/** Whether an image runs by Helm values: the image of a service. */
export function isServiceImage(image: NamedImage, values: ReleaseValues): boolean {
  return namedIn([...values.values()], namesOf(image)).length > 0
}

/** Whether the Helm values name this content of it alone. */
export function isReleased(image: NamedImage & {readonly digest: string}, values: ReleaseValues): boolean {
  const names = namesOf(image)
  const released = names.map((name) => `${name}@${image.digest}`)
  return namedIn([...values.values()], names).every((text) => released.includes(text))
}

/** What the values may call it. */
function namesOf({reference, podName}: NamedImage): string[] {
  return [reference.familiar, ...(podName === undefined ? [] : [podName])]
}

function namedIn(value: unknown, names: readonly string[]): string[] {
  if (typeof value === 'string')
    return names.some((name) => value === name || value.startsWith(`${name}@`)) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap((part) => namedIn(part, names))
}
