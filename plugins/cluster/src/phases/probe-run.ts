import type {Phase} from '@rde/plugin-kit'
import type {ChosenStack} from '@rde/stack'

import type {ClusterView} from '../install/cluster-view.js'
import {keepRecord, recordsBefore, unfinished} from '../install/installed-record.js'
import {retryWhileUnreachable} from '../install/retry-while-unreachable.js'
import {recordOf} from '../install/prepared-component.js'
import {baseOf} from '../install/relay-core/patch-relay-core.js'
import {probeRun as runProbe, removeProbe} from '../install/relay-core/probe-run.js'

const proved = 'relay-core'

/**
 * Makes a run that must succeed: Available Deployments do not prove that workflows run. Only then records relay-core as
 * installed, so that an interrupted start continues here.
 */
export function probeRun(stack: ChosenStack, view: ClusterView): Phase {
  const {after} = stack.describe(proved)
  return {
    id: 'probe-run',
    title: 'Probe run',
    after: [proved, ...after, 'vault-unsealed'],
    deadlineMs: 240_000,
    applies: () => stack.selects(proved),

    async run(context) {
      const prepared = await stack.prepare(proved, context)
      const record = (await context.answers.of(recordsBefore)).get(proved)
      // relay-core or one of its dependencies was repaired: only a run shows that it works again.
      const disturbed = [proved, ...after].some((id) => view.applied.has(id))
      if (!disturbed && record?.hash === prepared.hash) return {changed: false, detail: 'not needed'}

      // If this start ends before the run succeeds, the next one must run the probe again.
      if (record?.hash === prepared.hash)
        await retryWhileUnreachable(() => keepRecord(context.kubectl, {...record, hash: unfinished}), context)
      const {probe} = stack.declared
      const image = (await stack.podNames(context)).get(probe.image) ?? probe.image
      const seconds = await runProbe({...probe, image}, view.snapshots(context), context)
      const keep = () => keepRecord(context.kubectl, {...recordOf(prepared), base: baseOf(prepared)})
      await Promise.all([retryWhileUnreachable(keep, context), removeProbe(context)])
      return {changed: true, detail: `succeeded in ${seconds.toFixed(1)} s`}
    },

    preview: async () => [`# a run of one step with ${stack.declared.probe.image}, where relay-core was changed`],
  }
}
