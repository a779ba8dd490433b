import type {Phase} from '@rde/plugin-kit'
import type {ChosenStack} from '@rde/stack'

import type {ClusterView} from '../install/cluster-view.js'
import {componentPhase} from './component.js'
import {helmValues} from './helm-values.js'
import {probeRun} from './probe-run.js'
import {relayCorePhase} from './relay-core.js'
import {serviceImages} from './service-images.js'
import {stackImages} from './stack-images.js'
import {vaultUnsealed} from './vault-unsealed.js'

interface StackPhasesOptions {
  /** Whether a create was interrupted: its registry answers, but is removed when the cluster is created again. */
  readonly createUnderWay: boolean
}

/** The phases after the nodes: one per component, and those that belong to no component. */
export function stackPhases(stack: ChosenStack, view: ClusterView, {createUnderWay}: StackPhasesOptions): Phase[] {
  // Other phases, also those of extensions, come after these two, even if the stack does not have them.
  const ids = new Set([...Object.keys(stack.declared.components), 'vault', 'relay-core'])
  const components = [...ids].map((id) =>
    id === 'relay-core' ? relayCorePhase(stack, view) : componentPhase(id, stack, view),
  )
  const images = [serviceImages(stack), stackImages(stack)]
  return [
    ...images.map((phase) => (createUnderWay ? {...phase, after: ['cluster']} : phase)),
    ...components,
    vaultUnsealed(stack, view),
    helmValues(stack),
    probeRun(stack, view),
  ]
}
