import type {Docker} from '../docker/docker.js'
import type {Kubectl} from '../wrappers/kubectl.js'

import type {JobObject, LeaseObject, NamespaceObject, NodeObject, PodObject, WorkloadObject} from './objects.js'

/** The objects in the cluster at one moment that show readiness. */
export interface Snapshot {
  readonly nodes: readonly NodeObject[]
  readonly leases: readonly LeaseObject[]
  /** Deployments, StatefulSets and DaemonSets. Workloads, Jobs and namespaces that are being deleted are omitted. */
  readonly workloads: readonly WorkloadObject[]
  readonly jobs: readonly JobObject[]
  readonly pods: readonly PodObject[]
  /** Names of the namespaces that are not being deleted. */
  readonly namespaces: ReadonlySet<string>
  /** When each node's container started: older API state is ignored. Empty if unknown. */
  readonly startedAt: ReadonlyMap<string, Date>
}

const workloadKinds = ['nodes', 'deployments.apps', 'statefulsets.apps', 'daemonsets.apps', 'pods']
const allKinds = [...workloadKinds, 'leases.coordination.k8s.io', 'jobs.batch', 'namespaces']

type AnyObject = NodeObject | LeaseObject | WorkloadObject | JobObject | PodObject | NamespaceObject

/** Asks the API server in one call, and Docker for the containers of `nodes`. Rejects when either does not answer. */
export async function takeSnapshot(
  kubectl: Kubectl,
  docker: Pick<Docker, 'lastRun'>,
  nodes: readonly string[],
): Promise<Snapshot> {
  const [objects, startedAt] = await Promise.all([ask(allKinds, kubectl), startsOf(nodes, docker)])
  return {...objects, startedAt}
}

/** Like `takeSnapshot`, but with only nodes, workloads and pods, which is enough for a rollout. */
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
