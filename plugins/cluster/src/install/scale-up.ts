import type {PhaseContext} from '@rde/plugin-kit'
import type {Snapshot, WorkloadName} from '@rde/toolchain'

/**
 * Gives each awaited workload that was scaled to 0 one pod again. An apply does not: a manifest need not say how many, and
 * relay-core's installer leaves the number alone.
 */
export async function scaleUp(
  wanted: readonly WorkloadName[],
  snapshot: Snapshot,
  {kubectl, report}: PhaseContext,
): Promise<void> {
  for (const {kind, namespace, name} of scaledToZero(wanted, snapshot)) {
    report(`scaling ${name} up`)
    await kubectl.run('scale', `${kind.toLowerCase()}s.apps/${name}`, '--namespace', namespace, '--replicas=1')
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
