import type {Phase} from '@rde/plugin-kit'

import type {ClusterView} from '../components/cluster-view.js'
import {keepRecord} from '../components/installed-record.js'
import {patiently} from '../components/patiently.js'
import {recordOf} from '../components/prepared-component.js'
import type {StackParts} from '../components/stack-parts.js'
import {probeRun as runProbe, removeProbe} from '../relay-core/probe-run.js'

const proved = 'relay-core'

/**
 * A run that must succeed: Deployments that are Available are no proof. Only then is it remembered that relay-core is
 * installed, so that a start that was cut short is taken up here.
 */
export function probeRun(parts: StackParts, view: ClusterView): Phase {
  const {after} = parts.describe(proved)
  return {
    id: 'probe-run',
    title: 'Probe run',
    after: [proved, ...after, 'vault-unsealed'],
    deadlineMs: 240_000,
    applies: () => parts.selects(proved),

    async run(context) {
      const prepared = await parts.prepare(proved, context)
      const records = await view.records(context)
      // What relay-core stands on was put right: only a run shows that it works with that again.
      const shaken = [proved, ...after].some((id) => view.applied.has(id))
      if (!shaken && records.get(proved)?.hash === prepared.hash) return {changed: false, detail: 'not needed'}

      const seconds = await runProbe(parts.stack.probe, view.surveys(context), context)
      const keep = () => keepRecord(context.kubectl, recordOf(prepared))
      await Promise.all([patiently(keep, context), removeProbe(context)])
      return {changed: true, detail: `succeeded in ${seconds.toFixed(1)} s`}
    },
  }
}
