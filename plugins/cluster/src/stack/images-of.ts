import type {Manifest} from './read-manifest.js'

/** Every image that objects name: in pods, and in fields called `image` or `…Image` as custom resources have them. */
export function imagesOf(objects: readonly Manifest[]): string[] {
  return [...new Set(objects.flatMap((object) => found(object)))].sort()
}

function found(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(found)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) =>
    typeof part === 'string' ? (isImage(key, part) ? [part] : []) : found(part),
  )
}

function isImage(key: string, text: string): boolean {
  return /^image$|Image$/.test(key) && /^[a-z0-9][\w./:@-]*$/.test(text)
}
