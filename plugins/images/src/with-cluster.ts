import type {Session} from '@rde/plugin-kit'

import {deadlined} from './deadline.js'
import {askAhead} from './foreknown.js'
import type {ClusterWork} from './hold-cluster.js'
import type {ImageContext} from './image-context.js'

export type {ClusterWork}

/**
 * Does work on images with the cluster held, after whoever holds it now. Throws RDE_BUSY (5) or RDE_DEADLINE (124, with what
 * was seen last) when the time is up, and exit 4 where no cluster runs.
 */
export async function withCluster<Result>(
  session: Session,
  {asksFor = [], ...wishes}: ClusterWork,
  work: (context: ImageContext) => Promise<Result>,
): Promise<Result> {
  return deadlined(wishes, async (signal, report) => {
    const ahead = askAhead(session, asksFor, signal)
    // Not a static import: Docker answers while this loads.
    const {holdCluster} = await import('./hold-cluster.js')
    return holdCluster(session, {...wishes, signal, report, ahead, interruption: wishes.signal}, work)
  })
}
