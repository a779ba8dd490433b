import type {PhaseContext} from '@rde/plugin-kit'
import type {Snapshot, WorkloadName} from '@rde/toolchain'

/** Where a stop notes how many pods a workload had. */
export const replicasAnnotation = 'rde.relay.sh/replicas'

/**
 * Gives each awaited workload that was scaled to 0 its pods again: as many as a stop noted, else one. An apply does not: a manifest need not say how many, and
 * relay-core's installer leaves the number alone.
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

/** Those of the wanted workloads that somebody scaled to 0, each once. A DaemonSet has no such number. */
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
