import type {Phase, PhaseContext} from '@rde/plugin-kit'

import type {ClusterView} from '../components/cluster-view.js'
import {componentLines} from '../components/component-lines.js'
import {installComponent, type Installation} from '../components/install-component.js'
import {keepRecord} from '../components/installed-record.js'
import {patiently} from '../components/patiently.js'
import {
  allAwaited,
  componentLack,
  namespacesOf,
  recordOf,
  type PreparedComponent,
} from '../components/prepared-component.js'
import type {PresentNames} from '../components/present-names.js'
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
    run: async (context) => installComponent(installation(await parts.prepare(id, context), context), view, context),
    preview: async (context) => componentLines(await parts.prepare(id, context), context),
  }
}

function installation(prepared: PreparedComponent, context: PhaseContext): Installation {
  return {
    prepared,
    lack: (survey) => componentLack(prepared, survey),
    losses: ({present}) => gone(prepared, present),
    // Those of others as well: without relay-core's operator nobody takes its finalizers off what is being deleted.
    mustHavePods: ({records}) => [...allAwaited(prepared), ...[...records.values()].flatMap(({awaited}) => awaited)],
    finish: () => proveAndRemember(prepared, context),
  }
}

/** What it stands on and is not there. */
function gone(prepared: PreparedComponent, {crds, namespaces}: PresentNames): string[] {
  return [
    ...prepared.crds.map(({metadata}) => metadata.name).filter((name) => !crds.has(name)),
    ...namespacesOf(prepared).filter((name) => !namespaces.has(name)),
  ]
}

/** Its webhooks answer; the cluster keeps what it was installed from. */
async function proveAndRemember(prepared: PreparedComponent, context: PhaseContext): Promise<void> {
  const {kubectl, report} = context
  const {dryRun} = prepared
  if (dryRun !== undefined) {
    report('asking its webhooks')
    await patiently(() => kubectl.tryCreate(dryRun), context)
  }
  await patiently(() => keepRecord(kubectl, recordOf(prepared)), context)
}
