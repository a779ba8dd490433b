import {RdeError, type Remedy} from '@rde/errors'
import {parts, type ClusterInventory, type Container} from '@rde/toolchain'

/** A step of `cluster start` that creates or repairs containers of the cluster. */
export type ClusterAction =
  | {readonly do: 'clear'; readonly what: string}
  | {readonly do: 'create'}
  | {readonly do: 'restore-registry'}
  | {readonly do: 'start-registry'; readonly names: readonly string[]}
  | {readonly do: 'unpause'; readonly names: readonly string[]}
  | {readonly do: 'start-nodes'; readonly names: readonly string[]}
  | {readonly do: 'add-agents'; readonly names: readonly string[]}
  | {readonly do: 'adopt'}

export interface ClusterFacts {
  readonly inventory: ClusterInventory
  /** Networks and volumes that exist without any container. */
  readonly leftovers: readonly string[]
  /** The number of agents in config.json. */
  readonly agents: number
  /** Whether config.json has a kubeconfig, which is written after a successful create. */
  readonly known: boolean
  /** Whether a create was started but not finished (DataDirectory.createMarker). */
  readonly createUnderWay: boolean
}

/**
 * Decides what to do, from what exists; an empty list means that every container runs. Throws if a part is missing that
 * cannot be created again.
 */
export function clusterActions(facts: ClusterFacts): ClusterAction[] {
  const {inventory, leftovers, known, createUnderWay} = facts
  const present = parts(inventory)
  if (createUnderWay && (present.length > 0 || leftovers.length > 0)) {
    return [{do: 'clear', what: 'the rest of an interrupted create'}, {do: 'create'}]
  }
  if (present.length === 0) {
    return leftovers.length > 0 ? [{do: 'clear', what: leftovers.join(', ')}, {do: 'create'}] : [{do: 'create'}]
  }
  if (!known && inventory.servers.length + inventory.agents.length === 0) {
    return [{do: 'clear', what: present.map(({name}) => name).join(', ')}, {do: 'create'}]
  }
  if (inventory.servers.length === 0) throw partMissing('server node')
  if (inventory.loadBalancers.length === 0) throw partMissing('load balancer')
  return repairs(facts)
}

function repairs({inventory, agents, known}: ClusterFacts): ClusterAction[] {
  const {registries, servers, agents: present, loadBalancers} = inventory
  const paused = namesIn(parts(inventory), ['paused'])
  const down = (containers: readonly Container[]) => namesIn(containers, ['created', 'exited', 'dead'])
  const nodesDown = down([...servers, ...present, ...loadBalancers])
  const missing = Math.max(0, agents - present.length)
  const actions: Array<ClusterAction | false> = [
    registries.length === 0 && {do: 'restore-registry'},
    down(registries).length > 0 && {do: 'start-registry', names: down(registries)},
    paused.length > 0 && {do: 'unpause', names: paused},
    nodesDown.length > 0 && {do: 'start-nodes', names: nodesDown},
    missing > 0 && {do: 'add-agents', names: newAgents(inventory, missing)},
    !known && {do: 'adopt'},
  ]
  return actions.filter((action) => action !== false)
}

function namesIn(containers: readonly Container[], states: readonly string[]): string[] {
  return containers.filter(({state}) => states.includes(state)).map(({name}) => name)
}

/** Unused agent names. k3d adds the prefix `k3d-` and the suffix `-0`. */
function newAgents({servers, containers}: ClusterInventory, count: number): string[] {
  const cluster = servers[0]?.labels['k3d.cluster'] ?? ''
  const taken = new Set(containers.map(({name}) => name))
  const names: string[] = []
  for (let number = 0; names.length < count; number += 1) {
    const name = `${cluster}-agent-${number}`
    if (!taken.has(`k3d-${name}`) && !taken.has(`k3d-${name}-0`)) names.push(name)
  }
  return names
}

const startOver: readonly Remedy[] = [
  {what: 'Remove what is left', command: 'rde cluster delete'},
  {what: 'Then create it again', command: 'rde cluster start'},
]

function partMissing(part: string): RdeError {
  return new RdeError(
    `The cluster's ${part} is gone: its container was removed, and k3d cannot make another for a cluster that exists.`,
    {
      code: 'RDE_NODE_GONE',
      outcome: 'Nothing was changed.',
      remedies: startOver,
    },
  )
}
