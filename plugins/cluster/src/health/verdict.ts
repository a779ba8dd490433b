import {parts, type ClusterInventory} from '@rde/toolchain'

import type {ApiReadiness} from './api-readiness.js'
import type {ComponentStatus} from './component-status.js'
import type {HealthProblem} from './health-problem.js'

export type Verdict = 'healthy' | 'degraded' | 'stopped' | 'absent' | 'unknown'

export interface Judgement {
  readonly verdict: Verdict
  /** What is wrong, the first thing to look at first. */
  readonly problems: readonly string[]
  /** The commands that repair them, in the same order. */
  readonly repairs: readonly string[]
  /** The command to begin with. */
  readonly repair: string | undefined
}

export interface StatusFacts {
  readonly inventory: ClusterInventory
  /** Undefined where the API server did not answer. */
  readonly api: ApiReadiness | undefined
  /** Why it did not: that it is silent, unless given. */
  readonly apiProblem?: string | undefined
  /** The components of the stack that were installed. */
  readonly components: readonly ComponentStatus[]
  /** What is wrong with nodes that are ready, with workloads outside the stack, with the disk. */
  readonly further?: readonly HealthProblem[]
  /** Agents that config.json wants; undefined where there is no readable config.json. */
  readonly agents: number | undefined
  readonly createUnderWay: boolean
  /** Whether config.json is gone, and with it the kubeconfig to ask the API server with. */
  readonly configLost: boolean
  /** `created by alice …`, if that was from another data folder. */
  readonly otherOwner?: string | undefined
}

const start = 'rde cluster start'

/** Judges the cluster by all its parts; no single part can. */
export function judge(facts: StatusFacts): Judgement {
  const {inventory, createUnderWay} = facts
  if (parts(inventory).length === 0) return {verdict: 'absent', problems: [], repairs: [], repair: start}
  if (createUnderWay) return degraded(repairedBy(start, ['its creation was interrupted']))
  if (inventory.servers.length === 0) return degraded(repairedBy('rde cluster delete', ['its server node is gone']))
  if (inventory.loadBalancers.length === 0)
    return degraded(repairedBy('rde cluster delete', ['its load balancer is gone']))
  if (
    inventory.servers.every(({state}) => state === 'exited') &&
    inventory.agents.every(({state}) => state !== 'running')
  ) {
    return {verdict: 'stopped', problems: [], repairs: [], repair: start}
  }
  const problems = [
    ...repairedBy(start, [...containerProblems(facts), ...apiProblems(facts), ...stackProblems(facts)]),
    ...(facts.further ?? []),
  ]
  return problems.length > 0 ? degraded(problems) : {verdict: 'healthy', problems: [], repairs: [], repair: undefined}
}

function degraded(problems: readonly HealthProblem[]): Judgement {
  const repairs = problems.map(({repair}) => repair)
  return {verdict: 'degraded', problems: problems.map(({text}) => text), repairs, repair: repairs[0]}
}

function repairedBy(repair: string, texts: readonly string[]): HealthProblem[] {
  return texts.map((text) => ({text, repair}))
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

function apiProblems({api, apiProblem, configLost, otherOwner}: StatusFacts): string[] {
  if (configLost)
    return [otherOwner === undefined ? 'config.json is gone' : `it was ${otherOwner}, and is not used from here`]
  if (api === undefined) return [apiProblem ?? 'the API server does not answer']
  const waiting = api.nodes.filter(({ready}) => !ready).map(({name, reason}) => `node ${name} is not ready: ${reason}`)
  return [...waiting, ...(api.dnsProblem === undefined ? [] : [`DNS is not available: ${api.dnsProblem}`])]
}

/** What only waits for another component is not named: the other one's trouble comes first. */
function stackProblems({components}: StatusFacts): string[] {
  const first = components.filter(({ready, waitsFor}) => !ready && waitsFor === undefined)
  return first.map(({title, problem}) => `${title}: ${problem}`)
}
