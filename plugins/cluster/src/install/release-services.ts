import type {Phase, PhaseContext, ReleaseServices} from '@rde/plugin-kit'
import type {ChosenStack} from '@rde/stack'

import {componentPhase} from '../phases/component.js'
import {helmValues} from '../phases/helm-values.js'
import {probeRun} from '../phases/probe-run.js'
import {relayCorePhase} from '../phases/relay-core.js'
import {ClusterView} from './cluster-view.js'
import {recordsBefore} from './installed-record.js'
import {patchImages} from './relay-core/patch-relay-core.js'
import {retryWhileUnreachable} from './retry-while-unreachable.js'

/**
 * Makes the services run the images that config.json records: writes their Helm values, upgrades their release, and
 * makes a probe run. These are phases of a start, so the next start has nothing to do. `quick` leaves the last two to
 * it.
 */
export function releaseServices(stack: ChosenStack): ReleaseServices {
  return async (context, {quick = false} = {}) => {
    const view = new ClusterView()
    // An earlier release may have changed the cluster.
    context.answers.forget()
    const run = ({title, run: runPhase}: Phase) =>
      runPhase({...context, report: (line) => context.report(`${title}: ${line}`)})
    if (stack.selects(relayCore)) {
      await run(helmValues(stack))
      const patched = quick && (await patchRecorded(stack, context))
      if (!patched) await run(relayCorePhase(stack, view))
      if (!quick) await run(probeRun(stack, view))
    }
    // Components installed from manifests need no release: their workloads are patched.
    const teams = stack.components.filter(
      ({id, sources}) => stack.extensionOf(id) !== undefined && sources.some(({type}) => type === 'chart'),
    )
    for (const {id} of teams) await run(componentPhase(id, stack, view))
  }
}

const relayCore = 'relay-core'

async function patchRecorded(stack: ChosenStack, context: PhaseContext): Promise<boolean> {
  const records = await retryWhileUnreachable(() => context.answers.of(recordsBefore), context)
  return patchImages(await stack.prepare(relayCore, context), records.get(relayCore), context)
}
