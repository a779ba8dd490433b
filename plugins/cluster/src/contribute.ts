import type {ContributeHook} from '@rde/plugin-kit'

import {cluster} from './phases/cluster.js'
import {config} from './phases/config.js'
import {nodesReady} from './phases/nodes-ready.js'
import {preflight} from './phases/preflight.js'
import {releaseServices} from './release-services.js'
import {stackParts, stackPhases} from './stack-phases.js'
import {loadStack} from './stack/load-stack.js'

/** The phases of the bare cluster, and those of the stack that config.json chooses. */
const contribute: ContributeHook = async ({rde}) => {
  const {profile, source, components} = rde.config.stack
  // A bare cluster runs nothing of it, but a stack that was chosen must be one.
  if (profile === 'bare' && (source !== null || Object.keys(components).length > 0)) await loadStack(rde)
  if (profile === 'bare') return {apiVersion: 1, phases: [preflight(), config, cluster, nodesReady()]}
  const parts = await stackParts(rde)
  const services = Object.entries(parts.stack.serviceImages).map(([name, images]) => ({name, ...images}))
  const phases = [preflight(parts), config, cluster, ...stackPhases(parts)]
  return {apiVersion: 1, phases, services, releaseServices: releaseServices(parts)}
}
export default contribute
