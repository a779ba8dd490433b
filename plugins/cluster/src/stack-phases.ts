import {clusterIdentity, type DataDirectory, type RdeConfig} from '@rde/config'
import type {Phase} from '@rde/plugin-kit'

import {ClusterView} from './components/cluster-view.js'
import {StackParts} from './components/stack-parts.js'
import {componentPhase} from './phases/component.js'
import {helmValues} from './phases/helm-values.js'
import {nodesReady} from './phases/nodes-ready.js'
import {probeRun} from './phases/probe-run.js'
import {relayCorePhase} from './phases/relay-core.js'
import {serviceImages} from './phases/service-images.js'
import {stackImages} from './phases/stack-images.js'
import {vaultUnsealed} from './phases/vault-unsealed.js'
import {loadStack} from './stack/load-stack.js'

/** Reads the stack that config.json chooses. */
export async function stackParts({config, data}: {config: RdeConfig; data: DataDirectory}): Promise<StackParts> {
  return new StackParts(await loadStack({config}), {identity: clusterIdentity(), data, config})
}

/** From the nodes on: one phase a component, and those that have no component of their own. */
export function stackPhases(parts: StackParts): Phase[] {
  const view = new ClusterView()
  // Other phases, and those of teams, come after these two, whether or not the stack has them.
  const ids = new Set([...Object.keys(parts.stack.components), 'vault', 'relay-core'])
  const components = [...ids].map((id) =>
    id === 'relay-core' ? relayCorePhase(parts, view) : componentPhase(id, parts, view),
  )
  return [
    nodesReady(view),
    serviceImages(parts),
    stackImages(parts),
    ...components,
    vaultUnsealed(parts, view),
    helmValues(parts),
    probeRun(parts, view),
  ]
}
