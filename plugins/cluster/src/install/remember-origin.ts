import {runsInDocker} from '@rde/config'
import type {PhaseContext} from '@rde/plugin-kit'
import type {PreparedComponent} from '@rde/stack'

import {keepRecord, recordsBefore} from './installed-record.js'
import {listNamespaces} from './list-namespaces.js'
import {recordOf} from './prepared-component.js'
import {retryWhileUnreachable} from './retry-while-unreachable.js'

/** What rde makes in a cluster of others, beside what a record names. */
export const ourLabel = {'app.kubernetes.io/managed-by': 'rde'} as const

/**
 * Notes what a component is made of before it is applied: one that never becomes ready can be removed, and status names it.
 * Needed where not everything goes with the cluster: of extensions, and where the cluster is not ours. No hash: the next start
 * goes on.
 */
export async function rememberOrigin(prepared: PreparedComponent, context: PhaseContext): Promise<void> {
  const isOurs = runsInDocker(context.config())
  if (isOurs && prepared.extension === undefined) return
  const known = (await retryWhileUnreachable(() => context.answers.of(recordsBefore), context)).get(prepared.id)
  if (known?.hash === prepared.hash) return
  await retryWhileUnreachable(() => keepRecord(context.kubectl, {...recordOf(prepared), hash: ''}), context)
  if (!isOurs) await makeNamespaces(prepared, context)
}

/** Helm would make them without a label, and nobody could tell them from those that were there. */
async function makeNamespaces({charts}: PreparedComponent, context: PhaseContext): Promise<void> {
  const namespaces = new Set(await retryWhileUnreachable(() => listNamespaces(context.kubectl), context))
  const missing = [...new Set(charts.map(({namespace}) => namespace))].filter((name) => !namespaces.has(name))
  const objects = missing.map((name) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name, labels: ourLabel}}))
  if (objects.length > 0) await retryWhileUnreachable(() => context.kubectl.apply(objects), context)
}
