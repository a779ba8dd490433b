import type {RdeConfig} from '@rde/config'
import {mergeDocuments} from '@rde/config/documents/merge-documents'

import type {RenderedChart} from './render-component.js'

type ChartValues = Pick<RenderedChart, 'release' | 'values'>
type Values = Readonly<Record<string, unknown>>

/** The values for Helm: those of the stack, with the user's changes and the digests of imported images. */
export function effectiveValues(chart: ChartValues, {helm, images}: Pick<RdeConfig, 'helm' | 'images'>): Values {
  return pinImages(withChanges(chart, helm), images) as Values
}

/** The values of the stack with the user's changes. */
export function withChanges({release, values}: ChartValues, helm: RdeConfig['helm']): Values {
  return mergeDocuments(values, helm.values[release] ?? {}) as Values
}

/** Replaces `name:local`, also with an earlier digest, with `name:local@digest` (product.md, section 3). */
export function pinImages(value: unknown, images: RdeConfig['images']): unknown {
  if (typeof value === 'string') {
    const image = images.find(({reference}) => value === reference || value.startsWith(`${reference}@`))
    return image === undefined ? value : `${image.reference}@${image.digest}`
  }
  if (Array.isArray(value)) return value.map((item) => pinImages(item, images))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, pinImages(part, images)]))
}
