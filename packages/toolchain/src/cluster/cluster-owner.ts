import {realpathSync} from 'node:fs'
import {userInfo} from 'node:os'
import {basename, dirname, join, resolve} from 'node:path'

import type {DataDirectory} from '@rde/config'

import type {ClusterInventory} from './cluster-inventory.js'
import {ownerLabel} from '../docker/container.js'

/** Who created a cluster: one engine may serve many users, and one user may have many data folders. */
export interface ClusterOwner {
  readonly user: string
  /** The folder of the cluster's config.json, without links. */
  readonly folder: string
}

/** The owner that a cluster gets when it is created from here. */
export function currentOwner({cluster}: Pick<DataDirectory, 'cluster'>): ClusterOwner {
  return {user: userName(), folder: withoutLinks(cluster)}
}

/** Who created this cluster; undefined where nobody does, and where it was created before rde wrote that down. */
export function ownerOf({containers}: Pick<ClusterInventory, 'containers'>): ClusterOwner | undefined {
  const label = containers.flatMap(({labels}) => labels[ownerLabel] ?? [])[0]
  const [user, folder] = label?.split(' ').map(decodeURIComponent) ?? []
  return user === undefined || folder === undefined ? undefined : {user, folder}
}

/** The label that a node carries. k3d replaces variables in what it reads, so `$` is encoded, as blanks are. */
export function ownerLabelOf({user, folder}: ClusterOwner): string {
  const encode = (text: string) => encodeURI(text).replaceAll('$', '%24')
  return `${ownerLabel}=${encode(user)} ${encode(folder)}`
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // A user without an entry in the system's list, as in a container.
    return String(process.getuid?.() ?? 'unknown')
  }
}

/** Of a folder that is not there yet, what is above it is without links. */
function withoutLinks(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const above = dirname(resolve(path))
    return above === path ? path : join(withoutLinks(above), basename(path))
  }
}
