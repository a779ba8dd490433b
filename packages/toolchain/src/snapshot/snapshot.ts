import type {Docker} from '../docker/docker.js'
import type {Kubectl} from '../wrappers/kubectl.js'

import type {JobObject, LeaseObject, NamespaceObject, NodeObject, PodObject, WorkloadObject} from './objects.js'

/** What runs in the cluster at one moment, as far as readiness shows in it. */
export interface Snapshot {
  readonly nodes: readonly NodeObject[]
  readonly leases: readonly LeaseObject[]
  /** Deployments, StatefulSets and DaemonSets. What is being deleted counts as gone, of Jobs and namespaces as well. */
  readonly workloads: readonly WorkloadObject[]
  readonly jobs: readonly JobObject[]
  readonly pods: readonly PodObject[]
  /** Names of those that stay. */
  readonly namespaces: ReadonlySet<string>
  /** When each node's container started: what the API says of the time before is not believed. Empty where nobody knows. */
  readonly startedAt: ReadonlyMap<string, Date>
}

const workloadKinds = ['nodes', 'deployments.apps', 'statefulsets.apps', 'daemonsets.apps', 'pods']
const allKinds = [...workloadKinds, 'leases.coordination.k8s.io', 'jobs.batch', 'namespaces']

type AnyObject = NodeObject | LeaseObject | WorkloadObject | JobObject | PodObject | NamespaceObject

/** Asks the API server in one call, and Docker for `nodes`' containers. Rejects when either does not answer. */
export async function takeSnapshot(
  kubectl: Kubectl,
  docker: Pick<Docker, 'lastRun'>,
  nodes: readonly string[],
): Promise<Snapshot> {
  const [objects, startedAt] = await Promise.all([ask(allKinds, kubectl), startsOf(nodes, docker)])
  return {...objects, startedAt}
}

/** Nodes, workloads and pods alone, which is all that a rollout shows in; the rest is left empty. Rejects as `takeSnapshot`. */
export async function snapshotWorkloads(
  kubectl: Kubectl,
  docker: Pick<Docker, 'lastRun'>,
  nodes: readonly string[],
): Promise<Snapshot> {
  const [objects, startedAt] = await Promise.all([ask(workloadKinds, kubectl), startsOf(nodes, docker)])
  return {...objects, startedAt}
}

async function startsOf(nodes: readonly string[], docker: Pick<Docker, 'lastRun'>): Promise<Map<string, Date>> {
  return new Map([...(await docker.lastRun(nodes))].map(([name, {startedAt}]) => [name, startedAt]))
}

async function ask(kinds: readonly string[], kubectl: Kubectl): Promise<Omit<Snapshot, 'startedAt'>> {
  const items = await kubectl.list<AnyObject>(kinds.join(','), '--all-namespaces')
  const of = <Kind extends AnyObject>(...wanted: string[]) => items.filter(({kind}) => wanted.includes(kind)) as Kind[]
  const stays = ({metadata}: WorkloadObject | JobObject | NamespaceObject) => metadata.deletionTimestamp === undefined
  return {
    nodes: of<NodeObject>('Node'),
    leases: of<LeaseObject>('Lease'),
    workloads: of<WorkloadObject>('Deployment', 'StatefulSet', 'DaemonSet').filter(stays),
    jobs: of<JobObject>('Job').filter(stays),
    pods: of<PodObject>('Pod'),
    namespaces: new Set(
      of<NamespaceObject>('Namespace')
        .filter(stays)
        .map(({metadata}) => metadata.name),
    ),
  }
}
