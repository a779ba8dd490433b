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
  /** What uses it; null where the cluster cannot be asked. */
  readonly runs: readonly string[] | null
  /** The public name that it replaces in this cluster, if it does. */
  readonly shadows: string | null
}

/** The images that were imported. Takes no lock; of a stopped cluster only what uses them is unknown. */
export async function listImages(session: Session, signal: AbortSignal): Promise<ListedImage[]> {
  const stored = await requireConfig(session, signal)
  const {config = stored, snapshot} = await lookAtRunning(session, signal)
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

/** Nothing where no cluster runs. */
async function lookAtRunning(
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

/** A name that a public registry may have, too. `local` is what everybody calls what was built here. */
function isPublic({host, tag}: ImageReference): boolean {
  return /\./.test(host) && !/\.(localhost|local|internal)(:\d+)?$/.test(host) && tag !== 'local'
}
