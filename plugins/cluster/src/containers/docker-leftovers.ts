import {readFile, rm, writeFile} from 'node:fs/promises'
import {dirname} from 'node:path'

import {makeFolder, privateMode} from '@rde/config/files/make-folder'
import type {ClusterIdentity, DataDirectory} from '@rde/config'
import {RdeError} from '@rde/errors'
import type {Docker} from '@rde/toolchain'

/** All that belongs to the cluster in Docker, by exact name. */
export interface ClusterObjects {
  readonly containers: readonly string[]
  readonly networks: readonly string[]
  readonly volumes: readonly string[]
}

export interface FindOptions {
  /** Leaves the registry's volume out: its images are worth keeping. */
  readonly keepCache: boolean
}

interface LeftoverContext {
  readonly docker: Docker
  readonly identity: ClusterIdentity
  readonly data: DataDirectory
}

/**
 * Asks for what there is, the anonymous volumes of containers that are gone already among it. Those of the containers that
 * are still there are noted: once they are gone, nothing says whose their volumes were.
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

/** How often containers are removed that appear while others are: Docker still makes what an ended k3d asked for. */
const rounds = 3

/** Removes exactly these, then looks again; throws with the names if anything remains. */
export async function removeObjects({docker, identity, data}: LeftoverContext, objects: ClusterObjects): Promise<void> {
  let {containers, volumes} = objects
  for (let round = 1; ; round += 1) {
    await docker.remove(containers)
    await docker.removeNetworks(await docker.networks(objects.networks))
    await docker.removeVolumes(await docker.volumes(volumes))
    const again = await findPresent(docker, identity, {keepCache: true})
    const remaining = [...again.containers, ...again.networks, ...(await docker.volumes(volumes))]
    if (remaining.length === 0) break
    if (again.containers.length === 0 || round === rounds) throw stillThere(remaining)
    containers = again.containers
    volumes = [...new Set([...volumes, ...again.volumes.filter(isAnonymous)])]
  }
  await rm(data.volumesToRemove, {force: true})
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

/** Notes the anonymous volumes among these: k3d leaves them, and an interrupted create or delete would lose them for good. */
export async function noteVolumes(data: DataDirectory, volumes: readonly string[]): Promise<void> {
  const path = data.volumesToRemove
  const noted = new Set([...(await readNotedVolumes(data)), ...volumes.filter(isAnonymous)])
  try {
    makeFolder(dirname(path), privateMode)
    await writeFile(path, JSON.stringify([...noted]), {mode: 0o600})
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

/** Whether Docker made up the name of a volume. */
function isAnonymous(volume: string): boolean {
  return /^[0-9a-f]{64}$/.test(volume)
}
