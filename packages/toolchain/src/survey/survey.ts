import type {Docker} from '../docker.js'
import type {Kubectl} from '../kubectl.js'

import type {JobObject, LeaseObject, NodeObject, PodObject, WorkloadObject} from './objects.js'

/** What runs in the cluster at one moment, as far as readiness shows in it. */
export interface Survey {
  readonly nodes: readonly NodeObject[]
  readonly leases: readonly LeaseObject[]
  /** Deployments, StatefulSets and DaemonSets. What is being deleted counts as gone, of Jobs as well. */
  readonly workloads: readonly WorkloadObject[]
  readonly jobs: readonly JobObject[]
  readonly pods: readonly PodObject[]
  /** When each node's container started: what the API says of the time before is not believed. */
  readonly startedAt: ReadonlyMap<string, Date>
}

const kinds = [
  'nodes',
  'leases.coordination.k8s.io',
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'jobs.batch',
  'pods',
]

type AnyObject = NodeObject | LeaseObject | WorkloadObject | JobObject | PodObject

/** Asks the API server in one call, and Docker for `nodes`' containers. Rejects when either does not answer. */
export async function takeSurvey(
  kubectl: Kubectl,
  docker: Pick<Docker, 'lastRun'>,
  nodes: readonly string[],
): Promise<Survey> {
  const [{items}, lastRuns] = await Promise.all([
    kubectl.get<{items: AnyObject[]}>(kinds.join(','), '--all-namespaces'),
    docker.lastRun(nodes),
  ])
  const of = <Kind extends AnyObject>(...wanted: string[]) => items.filter(({kind}) => wanted.includes(kind)) as Kind[]
  const stays = ({metadata}: WorkloadObject | JobObject) => metadata.deletionTimestamp === undefined
  return {
    nodes: of<NodeObject>('Node'),
    leases: of<LeaseObject>('Lease'),
    workloads: of<WorkloadObject>('Deployment', 'StatefulSet', 'DaemonSet').filter(stays),
    jobs: of<JobObject>('Job').filter(stays),
    pods: of<PodObject>('Pod'),
    startedAt: new Map([...lastRuns].map(([name, {startedAt}]) => [name, startedAt])),
  }
}
