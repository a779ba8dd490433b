import type {Phase, PhaseContext, PhaseOutcome} from '@rde/plugin-kit'

import type {ClusterView} from '../components/cluster-view.js'
import {componentLines} from '../components/component-lines.js'
import {applyComponent, awaitComponent} from '../components/install-component.js'
import {patiently} from '../components/patiently.js'
import {
  allAwaited,
  comesBack,
  componentLack,
  namespacesOf,
  type PreparedComponent,
} from '../components/prepared-component.js'
import type {PresentNames} from '../components/present-names.js'
import {reschedule} from '../components/reschedule.js'
import {scaleUp} from '../components/scale-up.js'
import type {StackParts} from '../components/stack-parts.js'
import {shortVersion} from '../stack/short-version.js'

/** The phase of one component of the stack; its id is the component's. */
export function componentPhase(id: string, parts: StackParts, view: ClusterView): Phase {
  const {title, version, after} = parts.describe(id)
  return {
    id,
    title: `${title} ${shortVersion(version)}`,
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
  const [records, present, survey] = await Promise.all([
    view.records(context),
    view.present(context),
    view.survey(context),
  ])
  const known = records.get(prepared.id)?.hash === prepared.hash
  const same = known && standsOn(prepared, present)
  const lack = componentLack(prepared, survey)
  if (same && lack === undefined) return {changed: false, detail: 'ready', notes}
  const returning = same && comesBack(lack)
  if (!returning) {
    // Those of others as well: without relay-core's operator nobody takes its finalizers off what is being deleted.
    const others = [...records.values()].flatMap(({awaited}) => awaited)
    await patiently(() => scaleUp([...allAwaited(prepared), ...others], survey, context), context)
    await applyComponent(prepared, context)
    view.applied.add(prepared.id)
  }
  await patiently(() => reschedule(allAwaited(prepared), survey, context), context)
  await awaitComponent(prepared, view, context)
  return {changed: true, detail: returning ? 'ready again' : known ? 'repaired' : 'installed', notes}
}

function standsOn(prepared: PreparedComponent, {crds, namespaces}: PresentNames): boolean {
  return (
    prepared.crds.every(({metadata}) => crds.has(metadata.name)) &&
    namespacesOf(prepared).every((name) => namespaces.has(name))
  )
}
