import {realpathSync} from 'node:fs'
import {userInfo} from 'node:os'
import {basename, dirname, join, resolve} from 'node:path'

import type {DataDirectory} from '@rde/config'

import type {ClusterInventory} from './cluster-inventory.js'
import {ownerLabel} from '../docker/container.js'

/** The creator of a cluster. An engine may have many users, and a user may have many data folders. */
export interface ClusterOwner {
  readonly user: string
  /** The real path of the folder of the cluster's config.json. */
  readonly folder: string
}

/** The owner of a cluster that is created now. */
export function currentOwner({cluster}: Pick<DataDirectory, 'cluster'>): ClusterOwner {
  return {user: userName(), folder: withoutLinks(cluster)}
}

/** The owner of this cluster; undefined if there is none, or if an rde without this label created it. */
export function ownerOf({containers}: Pick<ClusterInventory, 'containers'>): ClusterOwner | undefined {
  const label = containers.flatMap(({labels}) => labels[ownerLabel] ?? [])[0]
  const [user, folder] = label?.split(' ').map(decodeURIComponent) ?? []
  return user === undefined || folder === undefined ? undefined : {user, folder}
}

/** The label for the nodes. k3d expands variables in its config, so `$` is encoded, like blanks. */
export function ownerLabelOf({user, folder}: ClusterOwner): string {
  const encode = (text: string) => encodeURI(text).replaceAll('$', '%24')
  return `${ownerLabel}=${encode(user)} ${encode(folder)}`
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // The user has no passwd entry, for example in a container.
    return String(process.getuid?.() ?? 'unknown')
  }
}

/** The real path; for a missing folder, that of its nearest existing parent is used. */
function withoutLinks(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const above = dirname(resolve(path))
    return above === path ? path : join(withoutLinks(above), basename(path))
  }
}
