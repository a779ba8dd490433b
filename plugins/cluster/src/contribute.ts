import {existsSync} from 'node:fs'

import {clusterIdentity} from '@rde/config'
import type {ContributeHook} from '@rde/plugin-kit'
import {chooseStack} from '@rde/stack'

import {clusterHealth} from './checks/cluster-health.js'
import {clusterPorts} from './checks/cluster-ports.js'
import {ExtensionSections, stackExtension} from './extensions.js'
import {ClusterView} from './install/cluster-view.js'
import {releaseServices} from './install/release-services.js'
import {cluster} from './phases/cluster.js'
import {clusterImagesPhase} from './phases/cluster-images.js'
import {config} from './phases/config.js'
import {nodesReady} from './phases/nodes-ready.js'
import {preflight} from './phases/preflight.js'
import {stackPhases} from './phases/stack-phases.js'
import {supportFiles} from './support-files.js'
import {statusPanel} from './views/status-panel.js'

/** What does not depend on the stack that was chosen. */
const always = {apiVersion: 1, checks: [clusterHealth, clusterPorts], supportFiles, panels: [statusPanel]} as const

/** The phases of the bare cluster, and those of the stack that config.json chooses. */
const contribute: ContributeHook = async ({rde}) => {
  const {profile, source, components} = rde.config.stack
  const {extensions = []} = rde
  const saved = config(new ExtensionSections(extensions))
  const bare = {...always, phases: [preflight(), saved, clusterImagesPhase(), cluster, nodesReady()]}
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
  const phases = [
    preflight(stack),
    saved,
    clusterImagesPhase(stack),
    cluster,
    nodesReady(view),
    ...stackPhases(stack, view, {createUnderWay: existsSync(rde.data.createMarker)}),
  ]
  return {...always, phases, services, releaseServices: releaseServices(stack)}
}

export default contribute
