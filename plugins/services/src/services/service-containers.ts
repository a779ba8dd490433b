import {containersUsing, ImageReference, registryOf, type RunningContainer} from '@rde/images'
import {requireCluster, type Service, type Session} from '@rde/plugin-kit'
import {snapshotWorkloads} from '@rde/toolchain'

/** The containers in the cluster that run the image of one of these services. */
export async function serviceContainers(
  session: Session,
  services: ReadonlyArray<Pick<Service, 'local'>>,
  signal: AbortSignal,
): Promise<RunningContainer[]> {
  const {config} = await requireCluster(session, signal)
  const {kubectl, docker} = session.tools({signal})
  const {hosts} = registryOf({docker, identity: session.identity, config: () => config})
  const snapshot = await snapshotWorkloads(kubectl, docker, [])
  return services.flatMap(({local}) =>
    containersUsing({reference: ImageReference.parse(local), digest: '', registryHosts: hosts}, snapshot),
  )
}
