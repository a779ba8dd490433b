import {runsInDocker} from '@rde/config'
import type {PhaseContext} from '@rde/plugin-kit'
import type {PreparedComponent} from '@rde/stack'

import {keepRecord, recordsBefore} from './installed-record.js'
import {listNamespaces} from './list-namespaces.js'
import {recordOf} from './prepared-component.js'
import {retryWhileUnreachable} from './retry-while-unreachable.js'

/** Label of namespaces that rde makes in an attached cluster and that no record names. */
export const ourLabel = {'app.kubernetes.io/managed-by': 'rde'} as const

/**
 * Records what a component consists of before it is applied, so that one that never becomes ready can be removed and
 * is shown by status. Needed for extensions and on attached clusters, where deleting the cluster does not remove
 * everything. The hash is empty, so that the next start continues.
 */
export async function rememberOrigin(prepared: PreparedComponent, context: PhaseContext): Promise<void> {
  const isOurs = runsInDocker(context.config())
  if (isOurs && prepared.extension === undefined) return
  const known = (await retryWhileUnreachable(() => context.answers.of(recordsBefore), context)).get(prepared.id)
  if (known?.hash === prepared.hash) return
  await retryWhileUnreachable(() => keepRecord(context.kubectl, {...recordOf(prepared), hash: ''}), context)
  if (!isOurs) await makeNamespaces(prepared, context)
}

/** Helm would create them without a label; they could not be distinguished from the user's own namespaces. */
async function makeNamespaces({charts}: PreparedComponent, context: PhaseContext): Promise<void> {
  const namespaces = new Set(await retryWhileUnreachable(() => listNamespaces(context.kubectl), context))
  const missing = [...new Set(charts.map(({namespace}) => namespace))].filter((name) => !namespaces.has(name))
  const objects = missing.map((name) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name, labels: ourLabel}}))
  if (objects.length > 0) await retryWhileUnreachable(() => context.kubectl.apply(objects), context)
}
