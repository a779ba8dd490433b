import {basename} from 'node:path'

import type {ComponentDocument} from './stack-document.js'

type SourceDocument = ComponentDocument['sources'][number]

/**
 * The source that `stack.components.ID.source` of config.json names: an address of a manifest, of a chart (`oci://…`), or a
 * path. A component that came from a chart goes on as the same release.
 */
export function chosenSource(source: string, {sources}: ComponentDocument): SourceDocument {
  const chart = sources.find((known) => known.type === 'chart')
  if (chart) {
    const {release, namespace} = chart
    if (!/^(oci|https?):\/\//.test(source)) return {type: 'chart', release, namespace, path: source}
    const name = basename(source)
    return {type: 'chart', release, namespace, repository: source.slice(0, -name.length - 1), name}
  }
  const file = fileName(source)
  return /^https?:\/\//.test(source) ? {type: 'manifest', file, url: source} : {type: 'manifest', file, path: source}
}

function fileName(source: string): string {
  const [plain = ''] = basename(source).split(/[?#]/)
  return /^[A-Za-z0-9][\w.+-]*$/.test(plain) ? plain : 'manifest.yaml'
}
