import type {RdeConfig} from '@rde/config'
import {isRdeError} from '@rde/errors'
import {describeUsers, ImageReference, registryOf} from '@rde/images'
import {requireCluster, requireConfig, type Session} from '@rde/plugin-kit'
import {snapshotWorkloads, type Snapshot} from '@rde/toolchain'

export interface ListedImage {
  readonly reference: string
  readonly from: 'docker' | 'registry'
  readonly pulledFrom: string | null
  readonly digest: string
  readonly imageId: string
  readonly importedAt: string
  /** What uses it; null if the cluster cannot be asked. */
  readonly runs: readonly string[] | null
  /** The public name that it replaces in this cluster, if any. */
  readonly shadows: string | null
}

/** Lists the imported images. Takes no lock. If the cluster is stopped, only the users of the images are unknown. */
export async function listImages(session: Session, signal: AbortSignal): Promise<ListedImage[]> {
  const stored = await requireConfig(session, signal)
  const {config = stored, snapshot} = await snapshotIfRunning(session, signal)
  const {hosts} = registryOf({...session.tools(), identity: session.identity, config: () => config})
  return config.images.map((image) => {
    const reference = ImageReference.parse(image.reference)
    const used = {...image, reference, registryHosts: hosts}
    return {
      ...image,
      runs: snapshot === undefined ? null : describeUsers(used, snapshot),
      shadows: image.from === 'docker' && isPublic(reference) ? reference.canonical : null,
    }
  })
}

/** Empty if no cluster is running. */
async function snapshotIfRunning(
  session: Session,
  signal: AbortSignal,
): Promise<{config?: RdeConfig; snapshot?: Snapshot}> {
  const {docker, kubectl} = session.tools({signal})
  try {
    const {config} = await requireCluster(session, signal)
    return {config, snapshot: await snapshotWorkloads(kubectl, docker, [])}
  } catch (error) {
    if (signal.aborted || (isRdeError(error) && error.code !== 'RDE_CLUSTER_NOT_RUNNING')) throw error
    return {}
  }
}

/** Whether a public registry may have this name too. The tag `local` is conventional for local builds. */
function isPublic({host, tag}: ImageReference): boolean {
  return /\./.test(host) && !/\.(localhost|local|internal)(:\d+)?$/.test(host) && tag !== 'local'
}
