import type {Phase, PhaseContext, PhaseOutcome} from '@rde/plugin-kit'

import type {ClusterView} from '../components/cluster-view.js'
import {componentLines} from '../components/component-lines.js'
import {applyComponent, awaitComponent} from '../components/install-component.js'
import {comesBack, componentLack, type PreparedComponent} from '../components/prepared-component.js'
import type {StackParts} from '../components/stack-parts.js'

/** The phase of one component of the stack; its id is the component's. */
export function componentPhase(id: string, parts: StackParts, view: ClusterView): Phase {
  const {title, version, after} = parts.describe(id)
  return {
    id,
    title: `${title} ${version}`,
    after: ['nodes-ready', 'stack-images', ...after],
    deadlineMs: 300_000,
    applies: () => parts.selects(id),
    run: async (context) => install(await parts.prepare(id, context), view, context),
    preview: async (context) => componentLines(await parts.prepare(id, context), context),
  }
}

/** Looks first: what is unchanged and healthy costs no more than that. */
async function install(prepared: PreparedComponent, view: ClusterView, context: PhaseContext): Promise<PhaseOutcome> {
  const {notes} = prepared
  const [records, crds, survey] = await Promise.all([view.records(context), view.crds(context), view.survey(context)])
  const same =
    records.get(prepared.id)?.hash === prepared.hash && prepared.crds.every(({metadata}) => crds.has(metadata.name))
  const lack = componentLack(prepared, survey)
  if (same && lack === undefined) return {changed: false, detail: 'ready', notes}
  const returning = same && comesBack(lack)
  if (!returning) await applyComponent(prepared, context)
  await awaitComponent(prepared, view, context)
  return {changed: true, detail: returning ? 'ready again' : same ? 'repaired' : 'installed', notes}
}
