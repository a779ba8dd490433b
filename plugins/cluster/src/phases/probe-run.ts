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
 * A run that must succeed: Deployments that are Available are no proof. Only then is it remembered that relay-core is
 * installed, so that a start that was cut short is taken up here.
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
      // What relay-core stands on was put right: only a run shows that it works with that again.
      const shaken = [proved, ...after].some((id) => view.applied.has(id))
      if (!shaken && record?.hash === prepared.hash) return {changed: false, detail: 'not needed'}

      // Whatever ends this start before the run succeeds: the next one must not take it for proved.
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
