import {nameCluster} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'

import type {ClusterStatus} from '../health/cluster-status.js'
import {providerOf} from '../providers/provider-of.js'

export type {ClusterStatus, NodeStatus} from '../health/cluster-status.js'

/** Reads the state of the cluster. Changes nothing, takes no lock, and works without config.json. */
export async function clusterStatus(session: Session, signal: AbortSignal): Promise<ClusterStatus> {
  const provider = await providerOf(session)
  const {repairs, repair, ...status} = await provider.status(session, signal)
  // Scripts run these commands too, so they name the cluster.
  return {...status, repairs: repairs.map((one) => nameCluster(one)), repair: repair && nameCluster(repair)}
}
