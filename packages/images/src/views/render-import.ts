import {formatDuration} from '@rde/time'

import type {ImportedImageReport} from '../import/import-to-cluster.js'
import type {Rollout} from '../rollout/roll-out.js'

/** Renders an import for a terminal: one line per image, and one per rolled-out workload. */
export function renderImport(images: readonly ImportedImageReport[]): string {
  const width = Math.max(0, ...images.map(({reference}) => reference.familiar.length)) + 3
  return images
    .flatMap((image) => [
      `${image.reference.familiar.padEnd(width)}${describeTransfer(image)}`,
      ...image.workloads
        .filter(({seconds}) => seconds !== null)
        .map((rollout) => ' '.repeat(width) + describeRollout(rollout)),
    ])
    .join('\n')
}

function describeTransfer({sentBytes, totalBytes, seconds, ...image}: ImportedImageReport): string {
  const took = formatDuration(seconds * 1_000)
  const nodes = (count: number) => (count === 1 ? '1 node' : `${count} nodes`)
  if (image.sent) return `sent ${size(sentBytes)} of ${size(totalBytes)} in ${took} to ${nodes(image.nodes)}`
  if (image.fetchedBy > 0) return `nothing to send; ${nodes(image.fetchedBy)} pulled it in ${took}`
  return image.changed ? `nothing to send (${took})` : `unchanged (${took})`
}

function describeRollout({kind, namespace, name, digest, seconds}: Rollout): string {
  const where = namespace === 'default' ? '' : ` in ${namespace}`
  return `${kind.toLowerCase()}/${name}${where} runs ${shortDigest(digest)} after ${formatDuration((seconds ?? 0) * 1_000)}`
}

export function shortDigest(digest: string): string {
  return `${digest.slice(0, 'sha256:'.length + 12)}…`
}

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
