import {existsSync} from 'node:fs'

import {clusterIdentity} from '@rde/config'
import type {ContributeHook} from '@rde/plugin-kit'
import {chooseStack} from '@rde/stack'

import {clusterHealth} from './checks/cluster-health.js'
import {clusterPorts} from './checks/cluster-ports.js'
import {nodeImages} from './checks/node-images.js'
import {ExtensionSections, stackExtension} from './extensions.js'
import {ClusterView} from './install/cluster-view.js'
import {releaseServices} from './install/release-services.js'
import {config} from './phases/config.js'
import {stackPhases} from './phases/stack-phases.js'
import {providerFor} from './providers/provider-of.js'
import {supportFiles} from './health/support-files.js'
import {statusPanel} from './views/status-panel.js'

/** The contributions that do not depend on the chosen stack. */
const stackIndependent = {
  apiVersion: 1,
  checks: [clusterHealth, clusterPorts, nodeImages],
  supportFiles,
  panels: [statusPanel],
} as const

/** Contributes the phases of the bare cluster and of the stack that config.json selects. */
const contribute: ContributeHook = async ({rde}) => {
  const {profile, source, components} = rde.config.stack
  const {extensions = []} = rde
  const saved = config(new ExtensionSections(extensions))
  const provider = providerFor(rde.config)
  const {first, nodes} = provider.phases()
  const bare = {...stackIndependent, phases: [...first, saved, ...nodes]}
  // A bare cluster does not use the stack, but a stack that the user chose must be valid.
  const isChosen = source !== null || Object.keys(components).length > 0 || extensions.length > 0
  if (profile === 'bare' && !isChosen) return bare
  const stack = await chooseStack({
    ...rde,
    identity: clusterIdentity(rde.data.clusterName),
    extensions: extensions.map(stackExtension),
  })
  if (profile === 'bare' && extensions.length === 0 && stack.layout === undefined) return bare
  const {services} = stack
  const view = new ClusterView()
  const withStack = provider.phases(stack, view)
  const phases = [
    ...[...withStack.first, saved, ...withStack.nodes],
    ...stackPhases(stack, view, {createUnderWay: existsSync(rde.data.createMarker)}),
  ]
  return {...stackIndependent, phases, services, releaseServices: releaseServices(stack)}
}

export default contribute
