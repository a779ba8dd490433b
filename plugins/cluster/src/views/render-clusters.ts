import {asTyped} from '@rde/errors'
import {table} from '@rde/plugin-kit'

import type {ListedCluster} from '../services/list.js'
import {age} from './age.js'

/** The clusters as a table; `*` marks the one that commands work on. */
export function renderClusters(clusters: readonly ListedCluster[], now = Date.now()): string {
  if (clusters.length === 0) return `There is no cluster yet. Start one: ${asTyped('rde cluster start')}`
  const rows = clusters.map(({name, used, provider, state, profile = '?', ports, createdAt}) => [
    used ? '*' : '',
    ...[name, provider, state, profile],
    ports === undefined
      ? provider === 'k3d'
        ? '?'
        : ''
      : [ports.apiPort, ports.registryPort, ports.httpPort].join(', '),
    createdAt === undefined ? '' : age(createdAt, now),
  ])
  return table(['', 'NAME', 'PROVIDER', 'STATE', 'PROFILE', 'PORTS (API, REGISTRY, HTTP)', 'AGE'], rows)
}
