import type {Session} from '@rde/plugin-kit'

import {providerOf} from '../providers/provider-of.js'
import type {StopOptions, StopResult} from '../providers/provider.js'

export type {StopResult} from '../providers/provider.js'

/** Stops the cluster and keeps its data. A stopped or absent cluster is fine. */
export async function stopCluster(session: Session, options: StopOptions): Promise<StopResult> {
  return (await providerOf(session)).stop(session, options)
}
