import {clusterIdentity} from '@rde/config'
import type {ContributeHook} from '@rde/plugin-kit'
import {chooseStack} from '@rde/stack'

import {releaseServices} from './install/release-services.js'
import {cluster} from './phases/cluster.js'
import {config} from './phases/config.js'
import {nodesReady} from './phases/nodes-ready.js'
import {preflight} from './phases/preflight.js'
import {stackPhases} from './phases/stack-phases.js'

/** The phases of the bare cluster, and those of the stack that config.json chooses. */
const contribute: ContributeHook = async ({rde}) => {
  const {profile, source, components} = rde.config.stack
  const bare = {apiVersion: 1, phases: [preflight(), config, cluster, nodesReady()]} as const
  // A bare cluster runs nothing of it, but a stack that somebody chose must be one.
  if (profile === 'bare' && source === null && Object.keys(components).length === 0) return bare
  const stack = await chooseStack({...rde, identity: clusterIdentity()})
  if (profile === 'bare') return bare
  const services = Object.entries(stack.declared.serviceImages).map(([name, images]) => ({name, ...images}))
  const phases = [preflight(stack), config, cluster, ...stackPhases(stack)]
  return {apiVersion: 1, phases, services, releaseServices: releaseServices(stack)}
}
export default contribute
