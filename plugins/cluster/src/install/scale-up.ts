import type {PhaseContext} from '@rde/plugin-kit'
import type {Snapshot, WorkloadName} from '@rde/toolchain'

/** Annotation in which a stop saves the replicas of a workload. */
export const replicasAnnotation = 'rde.relay.sh/replicas'

/**
 * Scales up each awaited workload that was scaled to 0: to the replicas that a stop saved, else to 1. An apply does
 * not: a manifest may omit the replicas, and relay-core's installer does not change them.
 */
export async function scaleUp(
  wanted: readonly WorkloadName[],
  snapshot: Snapshot,
  {kubectl, report}: Pick<PhaseContext, 'kubectl' | 'report'>,
): Promise<void> {
  for (const {kind, namespace, name} of scaledToZero(wanted, snapshot)) {
    report(`scaling ${name} up`)
    const found = snapshot.workloads.find(
      (one) => one.kind === kind && one.metadata.namespace === namespace && one.metadata.name === name,
    )
    const replicas = found?.metadata.annotations?.[replicasAnnotation] ?? '1'
    await kubectl.run(
      'scale',
      `${kind.toLowerCase()}s.apps/${name}`,
      '--namespace',
      namespace,
      `--replicas=${replicas}`,
    )
  }
}

/** The wanted workloads that were scaled to 0, each once. A DaemonSet has no replicas. */
export function scaledToZero(wanted: readonly WorkloadName[], {workloads}: Snapshot): WorkloadName[] {
  const names = workloads
    .filter(({spec}) => spec.replicas === 0)
    .map(({kind, metadata: {namespace, name}}) => ({kind, namespace, name}))
  return names.filter((found) =>
    wanted.some(
      ({kind, namespace, name}) => kind === found.kind && namespace === found.namespace && name === found.name,
    ),
  )
}
