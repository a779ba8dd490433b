/** The parts of a Kubernetes Node, Lease and Deployment that say whether a node takes work. */
export interface NodeObject {
  readonly metadata: {readonly name: string}
  readonly status?: {
    readonly conditions?: ReadonlyArray<{
      readonly type: string
      readonly status: string
      readonly message?: string
      readonly lastHeartbeatTime?: string
    }>
    readonly nodeInfo?: {readonly kubeletVersion?: string}
  }
}

export interface LeaseObject {
  readonly metadata: {readonly name: string}
  readonly spec?: {readonly renewTime?: string}
}

export interface NodeReadiness {
  readonly name: string
  readonly ready: boolean
  /** Why not, in the node's own words. */
  readonly reason: string
}

/**
 * Which nodes are ready, of those that have a container. After a start the API still shows the conditions of before, so a
 * node counts only when its kubelet has reported since its container started: by its lease, or, when that is not made yet,
 * by the heartbeat of its condition.
 */
export function nodeReadiness(
  nodes: readonly NodeObject[],
  leases: readonly LeaseObject[],
  startedAt: ReadonlyMap<string, Date>,
): NodeReadiness[] {
  return [...startedAt].map(([name, started]) => {
    const node = nodes.find(({metadata}) => metadata.name === name)
    if (node === undefined) return {name, ready: false, reason: 'it has not registered'}
    const lease = leases.find(({metadata}) => metadata.name === name)
    const condition = node.status?.conditions?.find(({type}) => type === 'Ready')
    const reports = [lease?.spec?.renewTime, condition?.lastHeartbeatTime]
    if (!reports.some((time) => reportedSince(started, time)))
      return {name, ready: false, reason: 'its kubelet has not reported'}
    return {name, ready: condition?.status === 'True', reason: condition?.message ?? 'it has no Ready condition'}
  })
}

/** Heartbeats are given in whole seconds. */
function reportedSince(started: Date, time: string | undefined): boolean {
  return time !== undefined && new Date(time).getTime() + 999 >= started.getTime()
}

/** Nodes that the API still lists though their container is gone. */
export function ghostNodes(nodes: readonly NodeObject[], containers: ReadonlySet<string>): string[] {
  return nodes.map(({metadata}) => metadata.name).filter((name) => !containers.has(name))
}
