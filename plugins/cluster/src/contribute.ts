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

/** What does not depend on the stack that was chosen. */
const always = {
  apiVersion: 1,
  checks: [clusterHealth, clusterPorts, nodeImages],
  supportFiles,
  panels: [statusPanel],
} as const

/** The phases of the bare cluster, and those of the stack that config.json chooses. */
const contribute: ContributeHook = async ({rde}) => {
  const {profile, source, components} = rde.config.stack
  const {extensions = []} = rde
  const saved = config(new ExtensionSections(extensions))
  const provider = providerFor(rde.config)
  const {first, nodes} = provider.phases()
  const bare = {...always, phases: [...first, saved, ...nodes]}
  // A bare cluster runs nothing of it, but a stack that somebody chose must be one.
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
  const whole = provider.phases(stack, view)
  const phases = [
    ...[...whole.first, saved, ...whole.nodes],
    ...stackPhases(stack, view, {createUnderWay: existsSync(rde.data.createMarker)}),
  ]
  return {...always, phases, services, releaseServices: releaseServices(stack)}
}

export default contribute
