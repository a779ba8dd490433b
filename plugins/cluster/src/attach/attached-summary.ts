import {noneIfSilent} from '../providers/none-if-silent.js'
import type {ClusterSummary, SummaryContext} from '../providers/provider.js'
import {isStoppedNow} from './stop-attached.js'

/** Whether its API server answers, and whether a stop scaled to zero what rde installed there. */
export async function attachedSummary({data, tools}: SummaryContext): Promise<ClusterSummary> {
  const kubectl = tools.kubectl.of(data.kubeconfig)
  const known = {ports: undefined, createdAt: undefined}
  // Sooner than a question that waits: the other clusters of the list wait with it.
  if (!(await kubectl.answers())) return {...known, state: 'unknown'}
  const isStopped = await isStoppedNow(kubectl).catch(noneIfSilent)
  return {...known, state: isStopped === undefined ? 'unknown' : isStopped ? 'stopped' : 'running'}
}
