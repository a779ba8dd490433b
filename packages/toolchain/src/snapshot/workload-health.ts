import type {PodObject, WorkloadObject} from './objects.js'
import type {Snapshot} from './snapshot.js'

/** Names one workload, Job or pod: `Deployment relay-system/vault`. */
export interface WorkloadName {
  readonly kind: WorkloadObject['kind'] | 'Job' | 'Pod'
  readonly namespace: string
  readonly name: string
}

/** Why a workload is not ready, as the middle of a sentence (`has 0 of 1 pods ready`); undefined if it is ready. */
export function missingOfWorkload(wanted: WorkloadName, snapshot: Snapshot): string | undefined {
  const is = ({metadata: {name, namespace}}: {metadata: {name: string; namespace: string}}) =>
    name === wanted.name && namespace === wanted.namespace
  if (wanted.kind === 'Job') return missingOfJob(snapshot, is)
  if (wanted.kind === 'Pod') {
    const pod = snapshot.pods.find(is)
    if (pod === undefined) return 'is not there'
    // It may still answer; a StatefulSet then creates another of the same name.
    if (pod.metadata.deletionTimestamp !== undefined) return 'is being deleted'
    return isRunningNow(pod, snapshot) ? undefined : `is ${pod.status?.phase ?? 'unknown'}`
  }
  const workload = snapshot.workloads.find((object) => object.kind === wanted.kind && is(object))
  if (workload === undefined) return 'is not there'
  const ready = podsOf(workload, snapshot).filter((pod) => isReadyNow(pod, snapshot)).length
  return missingOfRollout(workload, ready)
}

function missingOfJob({jobs}: Snapshot, is: (job: Snapshot['jobs'][number]) => boolean): string | undefined {
  const job = jobs.find(is)
  if (job === undefined) return 'is not there'
  const complete = job.status?.conditions?.some(({type, status}) => type === 'Complete' && status === 'True')
  return complete ? undefined : 'is not complete'
}

/** The same for a Deployment, StatefulSet or DaemonSet with this number of ready pods. */
export function missingOfRollout(
  {kind, metadata, spec, status = {}}: WorkloadObject,
  ready: number,
): string | undefined {
  const wanted = kind === 'DaemonSet' ? (status.desiredNumberScheduled ?? 0) : (spec.replicas ?? 1)
  const updated = kind === 'DaemonSet' ? status.updatedNumberScheduled : status.updatedReplicas
  if (wanted === 0) return 'is scaled to 0'
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return 'was changed just now'
  if ((updated ?? 0) < wanted) return `has ${updated ?? 0} of ${wanted} updated pods`
  // Old pods keep serving until the new ones are ready.
  const older = (status.replicas ?? 0) - (updated ?? 0)
  if (kind === 'Deployment' && older > 0) return `still has ${older} old pods`
  return ready < wanted ? `has ${ready} of ${wanted} pods ready` : undefined
}

/** Pods that match the workload's selector and are not being deleted. */
export function podsOf({metadata: {namespace}, spec}: WorkloadObject, {pods}: Pick<Snapshot, 'pods'>): PodObject[] {
  const labels = Object.entries(spec.selector.matchLabels ?? {})
  const matches = (pod: PodObject) => labels.every(([label, value]) => pod.metadata.labels?.[label] === value)
  return pods.filter(
    (pod) => pod.metadata.namespace === namespace && pod.metadata.deletionTimestamp === undefined && matches(pod),
  )
}

function isReadyNow(pod: PodObject, snapshot: Snapshot): boolean {
  const ready = pod.status?.conditions?.some(({type, status}) => type === 'Ready' && status === 'True') ?? false
  return ready && isRunningNow(pod, snapshot)
}

/**
 * After a start the API still shows old pods, so only containers that started after their node count. In an attached
 * cluster the start of the nodes is unknown, and the API state is trusted.
 */
function isRunningNow({spec, status}: PodObject, {startedAt}: Snapshot): boolean {
  const nodeStart = startedAt.size === 0 ? new Date(0) : startedAt.get(spec?.nodeName ?? '')
  if (nodeStart === undefined || status?.phase !== 'Running') return false
  const containers = status.containerStatuses ?? []
  return containers.length > 0 && containers.every(({state}) => startedSince(nodeStart, state?.running?.startedAt))
}

/** The API returns whole seconds. */
export function startedSince(moment: Date, time: string | undefined): boolean {
  return time !== undefined && new Date(time).getTime() + 999 >= moment.getTime()
}
