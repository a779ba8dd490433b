import type {RdeConfig} from '@rde/config'

import type {ImageReference} from '../image-reference.js'

/** Whether an image runs by config.json's Helm values: the image of a service. */
export function isServiceImage(reference: ImageReference, config: RdeConfig): boolean {
  return namedIn(config.helm.values, reference).length > 0
}

/** Whether the Helm values name this content of it alone. */
export function isReleased(
  {reference, digest}: {reference: ImageReference; digest: string},
  config: RdeConfig,
): boolean {
  return namedIn(config.helm.values, reference).every((text) => text === `${reference.withDigest(digest)}`)
}

function namedIn(value: unknown, reference: ImageReference): string[] {
  if (typeof value === 'string') return value === reference.familiar || value.startsWith(`${reference}@`) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap((part) => namedIn(part, reference))
}
