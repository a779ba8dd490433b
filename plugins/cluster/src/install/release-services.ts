import type {ReleaseServices} from '@rde/plugin-kit'
import type {ChosenStack} from '@rde/stack'

import {componentPhase} from '../phases/component.js'
import {helmValues} from '../phases/helm-values.js'
import {probeRun} from '../phases/probe-run.js'
import {relayCorePhase} from '../phases/relay-core.js'
import {ClusterView} from './cluster-view.js'

/**
 * Makes the services run the images that config.json records: writes their Helm values, upgrades their release, and proves
 * it by a run. These are phases of a start, which then has nothing to do.
 */
export function releaseServices(stack: ChosenStack): ReleaseServices {
  return async (context, {provedElsewhere = false} = {}) => {
    const view = new ClusterView()
    // Another release may have gone before.
    context.answers.forget()
    const proof = provedElsewhere ? [] : [probeRun(stack, view)]
    const ours = [helmValues(stack), relayCorePhase(stack, view), ...proof]
    // What a team runs by manifests needs no release: their workloads are patched.
    const teams = stack.components.filter(
      ({id, sources}) => stack.extensionOf(id) !== undefined && sources.some(({type}) => type === 'chart'),
    )
    const phases = [
      ...(stack.selects('relay-core') ? ours : []),
      ...teams.map(({id}) => componentPhase(id, stack, view)),
    ]
    for (const {title, run} of phases) {
      await run({...context, report: (line) => context.report(`${title}: ${line}`)})
    }
  }
}
