import {readFile, rm, writeFile} from 'node:fs/promises'
import {dirname} from 'node:path'

import {makeFolder, privateMode} from '@rde/config/files/make-folder'
import type {ClusterIdentity, DataDirectory} from '@rde/config'
import {RdeError} from '@rde/errors'
import type {Docker} from '@rde/toolchain'

/** All objects of the cluster in Docker, by exact name. */
export interface ClusterObjects {
  readonly containers: readonly string[]
  readonly networks: readonly string[]
  readonly volumes: readonly string[]
}

export interface FindOptions {
  /** Leaves out the registry's volume, to keep its images. */
  readonly keepCache: boolean
}

interface LeftoverContext {
  readonly docker: Docker
  readonly identity: ClusterIdentity
  readonly data: DataDirectory
}

/**
 * Finds all objects, including the anonymous volumes of containers that were already removed. Notes the volumes of
 * existing containers, because nothing identifies them after the containers are removed.
 */
export async function findObjects(context: LeftoverContext, options: FindOptions): Promise<ClusterObjects> {
  const {docker, identity, data} = context
  const [found, noted] = await Promise.all([findPresent(docker, identity, options), readNotedVolumes(data)])
  const orphans = noted.length === 0 ? [] : await docker.volumes(noted)
  const volumes = [...new Set([...found.volumes, ...orphans])]
  if (found.containers.length > 0) await noteVolumes(data, volumes)
  return {...found, volumes}
}

async function findPresent(docker: Docker, identity: ClusterIdentity, {keepCache}: FindOptions) {
  const named = [identity.imagesVolume, ...(keepCache ? [] : [identity.registryVolume])]
  const [labelled, registries, networks, volumes] = await Promise.all([
    docker.containers(`label=k3d.cluster=${identity.name}`),
    docker.containers(`name=^/?${identity.registry}$`),
    docker.networks([identity.network]),
    docker.volumes(named),
  ])
  const containers = [...new Map([...labelled, ...registries].map((container) => [container.name, container])).values()]
  const anonymous = containers.flatMap((container) => container.volumes).filter(isAnonymous)
  return {containers: containers.map(({name}) => name), networks, volumes: [...new Set([...volumes, ...anonymous])]}
}

/** How often new containers are removed: Docker may still create some that a k3d that has exited asked for. */
const rounds = 3

/** Removes these objects, then checks again; throws with the names if anything remains. */
export async function removeObjects({docker, identity, data}: LeftoverContext, objects: ClusterObjects): Promise<void> {
  let {containers, volumes} = objects
  for (let round = 1; ; round += 1) {
    await docker.remove(containers)
    await docker.removeNetworks(await docker.networks(objects.networks))
    await docker.removeVolumes(await docker.volumes(volumes))
    const again = await findPresent(docker, identity, {keepCache: true})
    const remaining = [...again.containers, ...again.networks, ...(await docker.volumes(volumes))]
    if (remaining.length === 0) break
    if (again.containers.length === 0 || round === rounds) throw leftoversError(remaining)
    containers = again.containers
    volumes = [...new Set([...volumes, ...again.volumes.filter(isAnonymous)])]
  }
  await rm(data.volumesToRemove, {force: true})
}

export function countObjects({containers, networks, volumes}: ClusterObjects): number {
  return containers.length + networks.length + volumes.length
}

function leftoversError(names: readonly string[]): RdeError {
  return new RdeError(`Docker still has these after they were removed: ${names.join(', ')}.`, {
    code: 'RDE_LEFTOVERS',
    remedies: [
      {what: 'Try once more', command: 'rde cluster delete'},
      {what: 'See who uses them', command: `docker ps --all --filter network=${names[0]}`},
    ],
  })
}

/** Notes the anonymous volumes among these: k3d does not remove them, and after an interruption they are not found. */
export async function noteVolumes(data: DataDirectory, volumes: readonly string[]): Promise<void> {
  const path = data.volumesToRemove
  const noted = new Set([...(await readNotedVolumes(data)), ...volumes.filter(isAnonymous)])
  try {
    makeFolder(dirname(path), privateMode)
    await writeFile(path, JSON.stringify([...noted]), {mode: 0o600})
  } catch {
    // Delete even if the disk is full.
  }
}

export async function readNotedVolumes(data: DataDirectory): Promise<string[]> {
  try {
    const noted: unknown = JSON.parse(await readFile(data.volumesToRemove, 'utf8'))
    return Array.isArray(noted) ? noted.filter((name) => typeof name === 'string' && isAnonymous(name)) : []
  } catch {
    return []
  }
}

/** Whether Docker generated the name of a volume. */
function isAnonymous(volume: string): boolean {
  return /^[0-9a-f]{64}$/.test(volume)
}
