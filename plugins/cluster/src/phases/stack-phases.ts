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
  /** Whether a create was interrupted: its registry answers, and goes when the cluster is made anew. */
  readonly createUnderWay: boolean
}

/** After the nodes: one phase a component, and those that have no component of their own. */
export function stackPhases(stack: ChosenStack, view: ClusterView, {createUnderWay}: StackPhasesOptions): Phase[] {
  // Other phases, and those of teams, come after these two, whether or not the stack has them.
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
