import {startedSince, type LeaseObject, type NodeObject} from '@rde/toolchain'

import type {HealthProblem} from './health-problem.js'

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
    if (!reports.some((time) => startedSince(started, time)))
      return {name, ready: false, reason: 'its kubelet has not reported'}
    return {name, ready: condition?.status === 'True', reason: condition?.message ?? 'it has no Ready condition'}
  })
}

/** Nodes that the API still lists though their container is gone. */
export function ghostNodes(nodes: readonly NodeObject[], containers: ReadonlySet<string>): string[] {
  return nodes.map(({metadata}) => metadata.name).filter((name) => !containers.has(name))
}

/** What each pressure condition is mended with. Nodes share the disk, the memory and the processes of this machine. */
const pressures: Readonly<Record<string, string>> = {
  DiskPressure: 'docker builder prune --all',
  MemoryPressure: 'docker stats --no-stream',
  PIDPressure: 'docker stats --no-stream',
}

/** What keeps nodes that are ready from taking pods: somebody cordoned them, or they run out of something. */
export function nodeProblems(nodes: readonly NodeObject[]): HealthProblem[] {
  const cordoned = nodes.filter(({spec}) => spec?.unschedulable === true).map(({metadata}) => metadata.name)
  const [verb, takes] = cordoned.length === 1 ? ['is', 'it takes'] : ['are', 'they take']
  return [
    ...nodes.flatMap(pressureProblems),
    ...(cordoned.length === 0
      ? []
      : [
          {
            text: `${cordoned.join(', ')} ${verb} cordoned: ${takes} no new pods`,
            repair: `rde kubectl uncordon ${cordoned.join(' ')}`,
          },
        ]),
  ]
}

function pressureProblems({metadata: {name}, status}: NodeObject): HealthProblem[] {
  return (status?.conditions ?? []).flatMap(({type, status: holds, message}) => {
    const repair = pressures[type]
    return repair === undefined || holds !== 'True' ? [] : [{text: `${name} has ${type}: ${message ?? ''}`, repair}]
  })
}
