import {noneIfSilent} from '../providers/none-if-silent.js'
import type {ClusterSummary, SummaryContext} from '../providers/provider.js'
import {isStoppedNow} from './stop-attached.js'

/** The state of an attached cluster: whether its API server answers, and whether `cluster stop` scaled it to zero. */
export async function attachedSummary({data, tools}: SummaryContext): Promise<ClusterSummary> {
  const kubectl = tools.kubectl.of(data.kubeconfig)
  const known = {ports: undefined, createdAt: undefined}
  // A quick check first, because a request that waits would delay the whole list.
  if (!(await kubectl.answers())) return {...known, state: 'unknown'}
  const isStopped = await isStoppedNow(kubectl).catch(noneIfSilent)
  return {...known, state: isStopped === undefined ? 'unknown' : isStopped ? 'stopped' : 'running'}
}
