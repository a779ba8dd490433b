import {parts, type ClusterInventory} from '@rde/toolchain'

import type {ApiReadiness} from './api-readiness.js'
import type {ComponentStatus} from './component-status.js'

export type Verdict = 'healthy' | 'degraded' | 'stopped' | 'absent' | 'unknown'

export interface Judgement {
  readonly verdict: Verdict
  /** What is wrong, the first thing to look at first. */
  readonly problems: readonly string[]
  /** The command that repairs it. */
  readonly repair: string | undefined
}

export interface StatusFacts {
  readonly inventory: ClusterInventory
  /** Undefined where the API server did not answer. */
  readonly api: ApiReadiness | undefined
  /** The parts of the stack that were installed. */
  readonly components: readonly ComponentStatus[]
  /** Agents that config.json wants; undefined where there is no readable config.json. */
  readonly agents: number | undefined
  readonly createUnderWay: boolean
  /** Whether config.json is gone, and with it the kubeconfig to ask the API server with. */
  readonly configLost: boolean
}

/** Says in one word how the cluster is, out of all its parts: no single one of them can tell. */
export function judge(facts: StatusFacts): Judgement {
  const {inventory, createUnderWay} = facts
  const there = parts(inventory)
  if (there.length === 0) return {verdict: 'absent', problems: [], repair: 'rde cluster start'}
  if (createUnderWay) return degraded(['its create was interrupted'])
  if (inventory.servers.length === 0) return degraded(['its server node is gone'], 'rde cluster delete')
  if (inventory.loadBalancers.length === 0) return degraded(['its load balancer is gone'], 'rde cluster delete')
  if (
    inventory.servers.every(({state}) => state === 'exited') &&
    inventory.agents.every(({state}) => state !== 'running')
  ) {
    return {verdict: 'stopped', problems: [], repair: 'rde cluster start'}
  }
  const problems = [...containerProblems(facts), ...apiProblems(facts), ...stackProblems(facts)]
  return problems.length > 0 ? degraded(problems) : {verdict: 'healthy', problems, repair: undefined}
}

function degraded(problems: readonly string[], repair = 'rde cluster start'): Judgement {
  return {verdict: 'degraded', problems, repair}
}

function containerProblems({inventory, agents}: StatusFacts): string[] {
  const down = parts(inventory).filter(({state}) => state !== 'running')
  const missing = agents === undefined ? 0 : agents - inventory.agents.length
  return [
    ...down.map(({name, state}) => `${name} ${stateWords[state] ?? state}`),
    ...(inventory.registries.length === 0 ? ['its registry is gone'] : []),
    ...(missing > 0 ? [`${missing} of ${agents} agents ${missing === 1 ? 'is' : 'are'} missing`] : []),
  ]
}

const stateWords: Readonly<Record<string, string>> = {
  created: 'was never started',
  exited: 'has stopped',
  paused: 'is paused',
  restarting: 'is restarting',
  removing: 'is being removed',
  dead: 'is dead',
}

function apiProblems({api, configLost}: StatusFacts): string[] {
  if (configLost) return ['config.json is gone']
  if (api === undefined) return ['the API server does not answer']
  const waiting = api.nodes.filter(({ready}) => !ready).map(({name, reason}) => `node ${name} is not ready: ${reason}`)
  return [...waiting, ...(api.dns ? [] : ['DNS is not available'])]
}

/** What only waits for another component is not named: the other one's trouble comes first. */
function stackProblems({components}: StatusFacts): string[] {
  const first = components.filter(({ready, waitsFor}) => !ready && waitsFor === undefined)
  return first.map(({title, problem}) => `${title}: ${problem}`)
}
