import type {RdeConfig} from '@rde/config'
import type {Phase} from '@rde/plugin-kit'

import {fillIn, writeValues} from '../components/release-values.js'
import type {StackParts} from '../components/stack-parts.js'

/** Relay-core's values: what the stack says, what the user changed, and for each service image the digest that is to run. */
export function helmValues(parts: StackParts): Phase {
  return {
    id: 'helm-values',
    title: 'Helm values',
    after: ['service-images'],
    applies: () => parts.selects('relay-core'),

    async run(context) {
      const before = JSON.stringify(context.config().helm.values)
      const {charts} = await parts.prepare('relay-core', context)
      for (const {release, values} of charts) {
        const filled = fillIn(context.config().helm.values[release] ?? {}, values)
        await writeValues(release, pinned(filled, context.config().images), context)
      }
      const changed = before !== JSON.stringify(context.config().helm.values)
      return {changed, detail: changed ? 'written' : 'as they were'}
    },
  }
}

type Images = RdeConfig['images']

/** The values with `name:local`, or that with an earlier digest, replaced by `name:local@digest` (product.md, section 3). */
export function pinned(values: Record<string, unknown>, images: Images): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, pin(value, images)]))
}

function pin(value: unknown, images: Images): unknown {
  if (typeof value === 'string') {
    const image = images.find(({reference}) => value === reference || value.startsWith(`${reference}@`))
    return image === undefined ? value : `${image.reference}@${image.digest}`
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return pinned(value as Record<string, unknown>, images)
}
