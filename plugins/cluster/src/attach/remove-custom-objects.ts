import {exitCodes, RdeError, type Remedy} from '@rde/errors'
import type {Kubectl} from '@rde/toolchain'
import {waitFor} from '@rde/time'

import type {InstalledRecord} from '../install/installed-record.js'
import {readCrds} from '../install/present-crds.js'

interface RemovalContext {
  readonly kubectl: Kubectl
  readonly signal: AbortSignal
  report(line: string): void
  /** How long finalizers may take. */
  readonly limitMs?: number
}

interface CustomObject {
  readonly metadata: {readonly name: string; readonly namespace?: string; readonly finalizers?: readonly string[]}
}

/** Objects go before those that they need to be finalized; relay-core, which finalizes them, goes last. */
const order = ['runs.relay.sh', 'webhooktriggers.relay.sh', 'workflows.relay.sh', 'tenants.relay.sh']
const last = 'relaycores.install.relay.sh'

const finalizeMs = 90_000

/**
 * Removes all objects of relay-core's CRDs, also those of users, while the controllers for their finalizers still run.
 * Throws if the finalizers stay: without the controllers they would never be removed.
 */
export async function removeCustomObjects(
  records: readonly InstalledRecord[],
  {kubectl, signal, report, limitMs: timeoutMs = finalizeMs}: RemovalContext,
): Promise<void> {
  const present = await readCrds(kubectl)
  const defined = records.flatMap(({crds}) => crds).filter((name) => name.endsWith('.relay.sh') && present.has(name))
  const kinds = [...new Set(defined)].sort((one, other) => rankOf(one) - rankOf(other))
  for (const kind of kinds) {
    report(`removing ${kind}`)
    await kubectl.run('delete', kind, '--all', '--all-namespaces', '--ignore-not-found', '--wait=false')
    let left: readonly CustomObject[] = []
    const look = async () => {
      left = await kubectl.list<CustomObject>(kind, '--all-namespaces')
      return left.length === 0
        ? {done: undefined}
        : {missing: `waiting for ${left.map(nameOf).join(', ')} to be deleted`}
    }
    const onTimeout = () => notFinalized(kind, left)
    await waitFor(look, {signal, report, timeoutMs, pauseMs: 1_000, onTimeout})
  }
}

function rankOf(kind: string): number {
  if (kind === last) return order.length + 1
  return order.includes(kind) ? order.indexOf(kind) : order.length
}

function nameOf({metadata: {namespace, name}}: CustomObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`
}

function notFinalized(kind: string, left: readonly CustomObject[]): RdeError {
  const lines = left.map((object) => `${nameOf(object)}: ${(object.metadata.finalizers ?? []).join(', ')}`)
  return new RdeError([`The finalizers of these ${kind} were not removed:`, ...lines].join('\n'), {
    code: 'RDE_NOT_FINALIZED',
    exitCode: exitCodes.deadline,
    outcome: 'The components were kept, because they remove the finalizers.',
    remedies: [
      {what: 'See what is wrong', command: 'rde cluster status'},
      ...left.slice(0, 1).map((object) => removeFinalizers(kind, object)),
      {what: 'Then go on', command: 'rde cluster delete'},
    ],
  })
}

function removeFinalizers(kind: string, {metadata: {namespace, name}}: CustomObject): Remedy {
  const namespaceFlag = namespace === undefined ? '' : ` --namespace ${namespace}`
  const patch = `--type merge --patch '{"metadata":{"finalizers":null}}'`
  return {what: 'Or remove them by hand', command: `rde kubectl patch ${kind} ${name}${namespaceFlag} ${patch}`}
}
