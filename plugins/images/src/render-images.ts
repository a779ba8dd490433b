import type {ListedImage} from './services/images/list.js'

import {shortDigest} from './render-import.js'
import {table} from '@rde/plugin-kit/table'

/** The list as a table, with a line on each image that takes a public one's place. */
export function renderImages(images: readonly ListedImage[]): string {
  if (images.length === 0) return 'No image was imported so far; bring one in with: rde images import NAME:TAG'
  const rows = images.map(({reference, shadows, from, pulledFrom, digest, importedAt, runs}) => [
    shadows === null ? reference : `${reference} *`,
    from === 'docker' ? 'built here' : (pulledFrom ?? 'registry'),
    shortDigest(digest),
    importedAt.slice(0, 16).replace('T', ' '),
    runs === null ? '?' : runs.join(', ') || 'nothing',
  ])
  const shadowing = images.flatMap(({shadows}) => (shadows === null ? [] : [shadows]))
  const note = shadowing.length === 0 ? '' : `\n\n* in this cluster in place of: ${shadowing.join(', ')}`
  return table(['REFERENCE', 'FROM', 'DIGEST', 'IMPORTED (UTC)', 'RUNS IN'], rows) + note
}
