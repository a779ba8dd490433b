import type {Session} from '@rde/plugin-kit'

import {deadlined} from './deadline.js'
import {askAhead} from './foreknown.js'
import type {ImageContext} from './image-context.js'

export interface ClusterWork {
  /** What the user typed, for those who find the cluster held. */
  readonly command: string
  /** For everything, the waiting for another rde included. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Images that the work will ask Docker about. */
  readonly asksFor?: readonly string[]
  /** Shows what is being done, where somebody watches. */
  report(line: string): void
  /** Shows what everybody should know. */
  tell(line: string): void
}

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
