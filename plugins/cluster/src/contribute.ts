import type {ContributeHook} from '@rde/plugin-kit'

import {cluster} from './phases/cluster.js'
import {config} from './phases/config.js'
import {nodesReady} from './phases/nodes-ready.js'
import {preflight} from './phases/preflight.js'

/** The phases of the bare cluster, and those of the stack that config.json chooses. */
const contribute: ContributeHook = async ({rde}) => {
  if (rde.config.stack.profile === 'bare') return {apiVersion: 1, phases: [preflight(), config, cluster, nodesReady()]}
  const {stackParts, stackPhases} = await import('./stack-phases.js')
  const parts = await stackParts(rde)
  const services = Object.entries(parts.stack.serviceImages).map(([name, images]) => ({name, ...images}))
  const phases = [preflight(parts), config, cluster, ...stackPhases(parts)]
  return {apiVersion: 1, phases, services}
}
export default contribute
