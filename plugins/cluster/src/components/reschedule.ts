import type {PhaseContext} from '@rde/plugin-kit'
import {podsOf, podTroubles, type PodObject, type Survey, type WorkloadName} from '@rde/toolchain'

/**
 * Removes the awaited pods that fitted no node, for their workloads to make them anew: when what they lacked is there again,
 * a storage class say, the scheduler may look at a pod that it gave up only minutes later.
 */
export async function reschedule(
  wanted: readonly WorkloadName[],
  survey: Survey,
  {kubectl, report}: PhaseContext,
): Promise<void> {
  for (const {metadata} of unschedulable(wanted, survey)) {
    report(`letting ${metadata.name} be scheduled anew`)
    await kubectl.run('delete', 'pods', metadata.name, '--namespace', metadata.namespace, '--ignore-not-found')
  }
}

/** The pods of the wanted workloads that the scheduler found no node for. */
export function unschedulable(wanted: readonly WorkloadName[], survey: Survey): PodObject[] {
  const pods = wanted.flatMap((workload) => podsNamed(workload, survey))
  return pods.filter((pod) => podTroubles([pod], true).some(({reason}) => reason === 'Unschedulable'))
}

function podsNamed({kind, namespace, name}: WorkloadName, survey: Survey): PodObject[] {
  const isIt = ({metadata}: {metadata: {name: string; namespace: string}}) =>
    metadata.name === name && metadata.namespace === namespace
  if (kind === 'Pod') return survey.pods.filter(isIt)
  return survey.workloads
    .filter((found) => found.kind === kind && isIt(found))
    .flatMap((found) => podsOf(found, survey))
}
