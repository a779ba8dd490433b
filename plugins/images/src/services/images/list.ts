import type {RdeConfig} from '@rde/config'
import {isRdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {parseImageReference} from '@rde/images'
import {snapshotWorkloads, takeInventory, type Snapshot} from '@rde/toolchain'

import {describeWorkload, imageUsers, loosePods} from '../../rollout/image-users.js'
import {registryHosts} from '../../rollout/roll-out.js'
import {readRecorded} from '../../read-recorded.js'
import {requireCluster} from '../../require-cluster.js'

export interface ListedImage {
  readonly reference: string
  readonly from: 'docker' | 'registry'
  readonly pulledFrom: string | null
  readonly digest: string
  readonly imageId: string
  readonly importedAt: string
  /** What runs it; null where the cluster cannot be asked. */
  readonly runs: readonly string[] | null
  /** The public name whose place it takes in this cluster, if it does. */
  readonly shadows: string | null
}

/** The images that were imported. Takes no lock; a stopped cluster only cannot say what runs. */
export async function listImages(session: Session, signal: AbortSignal): Promise<ListedImage[]> {
  const config = await readRecorded(session)
  const survey = await present(session, signal)
  return config.images.map((image) => ({
    ...image,
    runs: survey === undefined ? null : usersOf(image, survey, {session, config}),
    shadows: shadowed(image),
  }))
}

/** Undefined where there is nobody to ask. */
async function present(session: Session, signal: AbortSignal): Promise<Snapshot | undefined> {
  const {docker, kubectl} = session.tools({signal})
  try {
    await requireCluster(session, takeInventory(docker, session.identity))
    return await snapshotWorkloads(kubectl, docker, [])
  } catch (error) {
    if (signal.aborted || (isRdeError(error) && error.code !== 'RDE_CLUSTER_NOT_RUNNING')) throw error
    return undefined
  }
}

interface Place {
  readonly session: Pick<Session, 'identity'>
  readonly config: RdeConfig
}

/** The workloads and single pods that run an image, in words. */
export function usersOf(
  image: Pick<ListedImage, 'reference' | 'digest'>,
  survey: Snapshot,
  {session, config}: Place,
): string[] {
  const used = {...image, registryHosts: registryHosts(session.identity, config)}
  const pods = loosePods(used, survey).map(({metadata: {namespace, name}}) => `Pod ${namespace}/${name}`)
  return [...imageUsers(used, survey).map(({workload}) => describeWorkload(workload)), ...pods]
}

/**
 * A name that a registry of the world may have, too, and that gives the content of this machine in the cluster. `local` is
 * what everybody calls what was built here.
 */
function shadowed({reference, from}: Pick<ListedImage, 'reference' | 'from'>): string | null {
  const {canonical, tag, host} = parseImageReference(reference)
  const isPublic = /\./.test(host) && !/\.(localhost|local|internal)(:\d+)?$/.test(host)
  return from === 'docker' && isPublic && tag !== 'local' ? canonical : null
}
