import type {Phase, PhaseContext} from '@rde/plugin-kit'
import {type PreparedComponent, type ChosenStack, shortVersion} from '@rde/stack'
import type {Snapshot, WorkloadObject} from '@rde/toolchain'

import type {ClusterView, Look} from '../install/cluster-view.js'
import {componentLines} from '../install/component-lines.js'
import {installComponent, type Installation} from '../install/install-component.js'
import {retryWhileUnreachable} from '../install/retry-while-unreachable.js'
import {rememberOrigin} from '../install/remember-origin.js'
import {allAwaited, missingOfComponent, namespacesOf, recordOf} from '../install/prepared-component.js'
import {keepRecord, recordsBefore} from '../install/installed-record.js'
import {presentCrds} from '../install/present-crds.js'

/** The phase of one component of the stack; it has the component's id. */
export function componentPhase(id: string, stack: ChosenStack, view: ClusterView): Phase {
  const {title, version, after} = stack.describe(id)
  const extension = stack.extensionOf(id)
  return {
    id,
    title: `${title} ${shortVersion(version)}`,
    ...(extension && {extension: extension.name}),
    after: ['nodes-ready', 'stack-images', ...after],
    deadlineMs: 300_000,
    asks: [recordsBefore, presentCrds],
    applies: () => stack.selects(id),
    async run(context) {
      const prepared = await stack.prepare(id, context)
      await rememberOrigin(prepared, context)
      return installComponent(installation(prepared, context), view, context)
    },
    preview: async (context) => componentLines(await stack.prepare(id, context), context),
  }
}

function installation(prepared: PreparedComponent, context: PhaseContext): Installation {
  return {
    prepared,
    missing: (snapshot) => missingOfComponent(prepared, snapshot),
    damage: (look) => [...missingPrerequisites(prepared, look), ...otherImages(prepared, look.snapshot)],
    // Those of other components as well: only relay-core's operator removes its finalizers from deleted objects.
    mustHavePods: ({records}) => [...allAwaited(prepared), ...[...records.values()].flatMap(({awaited}) => awaited)],
    finish: () => verifyAndRecord(prepared, context),
  }
}

/** The definitions and namespaces that are missing. */
function missingPrerequisites(prepared: PreparedComponent, {crds, snapshot: {namespaces}}: Look): string[] {
  return [
    ...prepared.crds.map(({metadata}) => metadata.name).filter((name) => !crds.has(name)),
    ...namespacesOf(prepared).filter((name) => !namespaces.has(name)),
  ]
}

/** Workloads that do not run the digests of config.json. Only those of extensions: their services run by digest. */
function otherImages({objects, extension}: PreparedComponent, {workloads}: Snapshot): string[] {
  if (extension === undefined) return []
  return objects.flatMap(({kind, metadata: {name, namespace = 'default'}, spec}) => {
    const found = workloads.find(
      ({kind: ofKind, metadata}) => ofKind === kind && metadata.name === name && metadata.namespace === namespace,
    )
    const wanted = digestsIn(spec as WorkloadObject['spec'] | undefined)
    const present = digestsIn(found?.spec)
    return found === undefined || wanted.every((image) => present.includes(image)) ? [] : [`${kind} ${name}`]
  })
}

function digestsIn(spec: WorkloadObject['spec'] | undefined): string[] {
  const {containers = [], initContainers = []} = spec?.template?.spec ?? {}
  return [...containers, ...initContainers].flatMap(({image}) => (image?.includes('@sha256:') ? [image] : []))
}

/** Checks that its webhooks answer, and stores its record in the cluster. */
async function verifyAndRecord(prepared: PreparedComponent, context: PhaseContext): Promise<void> {
  const {kubectl, report} = context
  const {dryRun} = prepared
  if (dryRun !== undefined) {
    report('asking its webhooks')
    await retryWhileUnreachable(() => kubectl.tryCreate(dryRun), context)
  }
  await retryWhileUnreachable(() => keepRecord(kubectl, recordOf(prepared)), context)
}
