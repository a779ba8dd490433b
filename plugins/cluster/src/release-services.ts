import type {PhaseContext} from '@rde/plugin-kit'

import {ClusterView} from './components/cluster-view.js'
import type {StackParts} from './components/stack-parts.js'
import {helmValues} from './phases/helm-values.js'
import {probeRun} from './phases/probe-run.js'
import {relayCorePhase} from './phases/relay-core.js'

/**
 * Makes the services run the images that config.json records: writes their Helm values, upgrades their release, and proves
 * it by a run. These are phases of a start, which then has nothing to do.
 */
export function releaseServices(parts: StackParts): (context: PhaseContext) => Promise<void> {
  return async (context) => {
    if (!parts.selects('relay-core')) return
    const view = new ClusterView()
    for (const {title, run} of [helmValues(parts), relayCorePhase(parts, view), probeRun(parts, view)]) {
      await run({...context, report: (line) => context.report(`${title}: ${line}`)})
    }
  }
}
