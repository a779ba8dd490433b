import {setTimeout as sleep} from 'node:timers/promises'

import type {PhaseContext} from '@rde/plugin-kit'
import {podsOf, podTroubles, type PodObject, type Snapshot, type SnapshotLoop, type WorkloadName} from '@rde/toolchain'

/**
 * Deletes the awaited pods that fit no node, so that their workloads create them again. Once the cause is fixed, such
 * as a missing storage class, the scheduler may take minutes to retry a pod that it gave up on.
 */
export async function reschedule(
  wanted: readonly WorkloadName[],
  snapshot: Snapshot,
  {kubectl, report}: PhaseContext,
): Promise<void> {
  for (const {metadata} of unschedulable(wanted, snapshot)) {
    report(`scheduling ${metadata.name} again`)
    await kubectl.run('delete', 'pods', metadata.name, '--namespace', metadata.namespace, '--ignore-not-found')
  }
}

/** Kubernetes takes up to 15 s to give a claim without a class the new default; a pod gets 30 s to fit a node. */
const pauseMs = 16_000

/** Waits for `wait`, and meanwhile reschedules the pods that fit no node. */
export async function awaitScheduled<Result>(
  wait: Promise<Result>,
  {
    wanted,
    snapshots,
    ms = pauseMs,
  }: {wanted: readonly WorkloadName[]; snapshots: Pick<SnapshotLoop, 'now'>; ms?: number},
  context: PhaseContext,
): Promise<Result> {
  const over = new AbortController()
  const signal = AbortSignal.any([context.signal, over.signal])
  const again = async () => {
    while (await passes(ms, signal)) {
      // Errors here are ignored: the wait reports them better.
      await snapshots
        .now()
        .then((snapshot) => reschedule(wanted, snapshot, context))
        .catch(() => undefined)
    }
  }
  const [result] = await Promise.all([wait.finally(() => over.abort()), again()])
  return result
}

/** False if the signal came first. */
function passes(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, {signal}).catch(() => false)
}

/** The pods of the wanted workloads that the scheduler found no node for. */
export function unschedulable(wanted: readonly WorkloadName[], snapshot: Snapshot): PodObject[] {
  const pods = wanted.flatMap((workload) => podsNamed(workload, snapshot))
  return pods.filter((pod) => podTroubles([pod], true).some(({reason}) => reason === 'Unschedulable'))
}

function podsNamed({kind, namespace, name}: WorkloadName, snapshot: Snapshot): PodObject[] {
  const isIt = ({metadata}: {metadata: {name: string; namespace: string}}) =>
    metadata.name === name && metadata.namespace === namespace
  if (kind === 'Pod') return snapshot.pods.filter(isIt)
  return snapshot.workloads
    .filter((found) => found.kind === kind && isIt(found))
    .flatMap((found) => podsOf(found, snapshot))
}
