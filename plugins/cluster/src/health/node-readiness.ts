import {startedSince, type LeaseObject, type NodeObject} from '@rde/toolchain'

import type {HealthProblem} from './health-problem.js'

export interface NodeReadiness {
  readonly name: string
  readonly ready: boolean
  /** Why it is not ready: the node's own message. */
  readonly reason: string
}

/**
 * The readiness of each node that has a container. After a start the API still shows the old conditions, so a node
 * counts only if its kubelet has reported since its container started: through its lease or, before that
 * exists, through the heartbeat of its condition.
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
    return readinessOf(node)
  })
}

/** The readiness of one node according to the API. */
export function readinessOf({metadata: {name}, status}: NodeObject): NodeReadiness {
  const condition = status?.conditions?.find(({type}) => type === 'Ready')
  return {name, ready: condition?.status === 'True', reason: condition?.message ?? 'it has no Ready condition'}
}

/** Nodes that the API still lists although their container was removed. */
export function ghostNodes(nodes: readonly NodeObject[], containers: ReadonlySet<string>): string[] {
  return nodes.map(({metadata}) => metadata.name).filter((name) => !containers.has(name))
}

/** The remedy for each pressure condition. Nodes share the disk, the memory and the processes of this machine. */
const pressures: Readonly<Record<string, string>> = {
  DiskPressure: 'docker builder prune --all',
  MemoryPressure: 'docker stats --no-stream',
  PIDPressure: 'docker stats --no-stream',
}

/** Why ready nodes take no pods: they are cordoned, or run out of disk, memory or process IDs. */
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

/** The disk that relay-core requests for each pod of a managed tenant, in bytes. */
const tenantStorage = 20 * 2 ** 30

/** A warning if pods of managed tenants fit no node: they would stay Pending, and their runs would not show why. */
export function storageNote(nodes: readonly NodeObject[]): string | undefined {
  const sizes = nodes.map(({status}) => bytesOf(status?.allocatable?.['ephemeral-storage']))
  const largest = Math.max(0, ...sizes.map((size) => size ?? Infinity))
  if (largest >= tenantStorage || nodes.length === 0) return undefined
  const has = (largest / 2 ** 30).toFixed(1)
  return `nodes have ${has} GiB of disk for pods; steps of managed tenants ask for 20 GiB and would stay Pending`
}

/** Bytes of a quantity as nodes report it: `20Gi`, `512000Ki`, `1073741824`. Undefined if it is not reported. */
function bytesOf(quantity: string | undefined): number | undefined {
  const [, number, unit] = /^(\d+)(Ki|Mi|Gi|Ti)?$/.exec(quantity ?? '') ?? []
  return number === undefined ? undefined : Number(number) * 1024 ** ['', 'Ki', 'Mi', 'Gi', 'Ti'].indexOf(unit ?? '')
}

function pressureProblems({metadata: {name}, status}: NodeObject): HealthProblem[] {
  return (status?.conditions ?? []).flatMap(({type, status: holds, message}) => {
    const repair = pressures[type]
    return repair === undefined || holds !== 'True' ? [] : [{text: `${name} has ${type}: ${message ?? ''}`, repair}]
  })
}
