import {mkdir, readFile, writeFile} from 'node:fs/promises'
import {dirname} from 'node:path'

import type {ClusterIdentity, DataDirectory} from '@rde/config'
import {RdeError} from '@rde/errors'
import type {Docker} from '@rde/toolchain'

/** All that belongs to the cluster in Docker, by exact name. */
export interface ClusterObjects {
  readonly containers: readonly string[]
  readonly networks: readonly string[]
  readonly volumes: readonly string[]
}

export interface ObjectWishes {
  /** Leaves the registry's volume out: its images are worth keeping. */
  readonly keepCache: boolean
}

/** Asks for what there is. Anonymous volumes can only be known while their container is there: note them first. */
export async function findObjects(
  docker: Docker,
  identity: ClusterIdentity,
  {keepCache}: ObjectWishes,
): Promise<ClusterObjects> {
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

/** Whether Docker made up the name of a volume. */
export function isAnonymous(volume: string): boolean {
  return /^[0-9a-f]{64}$/.test(volume)
}

/** Removes exactly these, then looks again; throws with the names if anything remains. */
export async function removeObjects(docker: Docker, identity: ClusterIdentity, objects: ClusterObjects): Promise<void> {
  await docker.remove(objects.containers)
  await docker.removeNetworks(await docker.networks(objects.networks))
  await docker.removeVolumes(await docker.volumes(objects.volumes))
  const again = await findObjects(docker, identity, {keepCache: true})
  const remaining = [...again.containers, ...again.networks, ...(await docker.volumes(objects.volumes))]
  if (remaining.length > 0) throw stillThere(remaining)
}

export function countObjects({containers, networks, volumes}: ClusterObjects): number {
  return containers.length + networks.length + volumes.length
}

function stillThere(names: readonly string[]): RdeError {
  return new RdeError(`Docker still has these after they were removed: ${names.join(', ')}.`, {
    code: 'RDE_LEFTOVERS',
    remedies: [
      {what: 'Try once more', command: 'rde cluster delete'},
      {what: 'See who uses them', command: `docker ps --all --filter network=${names[0]}`},
    ],
  })
}

/**
 * Notes the anonymous volumes among these before their containers are removed: k3d leaves them, and once the containers
 * are gone nothing says whose they were. An interrupted delete would lose them for good.
 */
export async function noteVolumes(data: DataDirectory, volumes: readonly string[]): Promise<void> {
  const path = data.volumesToRemove
  try {
    await mkdir(dirname(path), {recursive: true, mode: 0o700})
    await writeFile(path, JSON.stringify(volumes.filter(isAnonymous)), {mode: 0o600})
  } catch {
    // A full disk is no reason not to delete.
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
