import type {PhaseContext} from '@rde/plugin-kit'
import type {ChosenStack} from '@rde/stack'

import {helmValues} from '../phases/helm-values.js'
import {probeRun} from '../phases/probe-run.js'
import {relayCorePhase} from '../phases/relay-core.js'
import {ClusterView} from './cluster-view.js'

/**
 * Makes the services run the images that config.json records: writes their Helm values, upgrades their release, and proves
 * it by a run. These are phases of a start, which then has nothing to do.
 */
export function releaseServices(stack: ChosenStack): (context: PhaseContext) => Promise<void> {
  return async (context) => {
    if (!stack.selects('relay-core')) return
    const view = new ClusterView()
    for (const {title, run} of [helmValues(stack), relayCorePhase(stack, view), probeRun(stack, view)]) {
      await run({...context, report: (line) => context.report(`${title}: ${line}`)})
    }
  }
}
