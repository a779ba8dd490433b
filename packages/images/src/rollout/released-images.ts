import type {ImageReference} from '../image-reference.js'

/** The Helm values of each release: `readReleaseValues`. */
export type ReleaseValues = ReadonlyMap<string, unknown>

export interface NamedImage {
  readonly reference: ImageReference
  /** The name that pods must use, if it differs from the author's. */
  readonly podName?: string | undefined
}

/** Whether Helm values name the image: then it is the image of a service. */
export function isServiceImage(image: NamedImage, values: ReleaseValues): boolean {
  return namedIn([...values.values()], namesOf(image)).length > 0
}

/** Whether the Helm values name only this content of the image. */
export function isReleased(image: NamedImage & {readonly digest: string}, values: ReleaseValues): boolean {
  const names = namesOf(image)
  const released = names.map((name) => `${name}@${image.digest}`)
  return namedIn([...values.values()], names).every((text) => released.includes(text))
}

/** The names that the values may use. */
function namesOf({reference, podName}: NamedImage): string[] {
  return [reference.familiar, ...(podName === undefined ? [] : [podName])]
}

function namedIn(value: unknown, names: readonly string[]): string[] {
  if (typeof value === 'string')
    return names.some((name) => value === name || value.startsWith(`${name}@`)) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap((part) => namedIn(part, names))
}
