import {asTyped} from '@rde/errors'
import {shortDigest} from '@rde/images'
import {table} from '@rde/plugin-kit'

import type {ListedImage} from '../services/list.js'

/** Renders the list as a table, with a note on images that replace public ones. */
export function renderImages(images: readonly ListedImage[]): string {
  if (images.length === 0)
    return `No images have been imported yet. Import one that Docker has: ${asTyped('rde images import NAME:TAG')}`
  const rows = images.map(({reference, shadows, from, pulledFrom, digest, importedAt, runs}) => [
    shadows === null ? reference : `${reference} *`,
    from === 'docker' ? 'built here' : (pulledFrom ?? 'registry'),
    shortDigest(digest),
    importedAt.slice(0, 16).replace('T', ' '),
    runs === null ? '?' : runs.join(', ') || 'nothing',
  ])
  const shadowing = images.flatMap(({shadows}) => (shadows === null ? [] : [shadows]))
  const note = shadowing.length === 0 ? '' : `\n\n* replaces a public image in this cluster: ${shadowing.join(', ')}`
  return table(['REFERENCE', 'FROM', 'DIGEST', 'IMPORTED (UTC)', 'RUNS IN'], rows) + note
}
