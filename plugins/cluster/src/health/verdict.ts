import {parts, type ClusterInventory} from '@rde/toolchain'

import type {ApiReadiness} from './api-readiness.js'
import type {ComponentStatus} from './component-status.js'
import type {HealthProblem} from './health-problem.js'

export type Verdict = 'healthy' | 'degraded' | 'stopped' | 'absent' | 'unknown'

export interface Judgement {
  readonly verdict: Verdict
  /** What is wrong, the most important problem first. */
  readonly problems: readonly string[]
  /** The commands that repair them, in the same order. */
  readonly repairs: readonly string[]
  /** The command to begin with. */
  readonly repair: string | undefined
}

export interface StatusFacts {
  readonly inventory: ClusterInventory
  /** Undefined if the API server did not answer. */
  readonly api: ApiReadiness | undefined
  /** Why there is no `api`; by default that the API server does not answer. */
  readonly apiProblem?: string | undefined
  /** The installed components of the stack. */
  readonly components: readonly ComponentStatus[]
  /** Problems of ready nodes, of workloads outside the stack, and of the disk. */
  readonly further?: readonly HealthProblem[]
  /** The number of agents in config.json; undefined if config.json is missing or cannot be read. */
  readonly agents: number | undefined
  readonly createUnderWay: boolean
  /** Whether config.json is missing, and with it the kubeconfig for the API server. */
  readonly configMissing: boolean
  /** `created by alice …`, if the cluster was created from another data folder. */
  readonly otherOwner?: string | undefined
}

const start = 'rde cluster start'

/** Derives the verdict from all parts of the cluster. */
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
    ...down.map(({name, state}) => `${name} ${stateTexts[state] ?? state}`),
    ...(inventory.registries.length === 0 ? ['its registry is gone'] : []),
    ...(missing > 0 ? [`${missing} of ${agents} agents ${missing === 1 ? 'is' : 'are'} missing`] : []),
  ]
}

const stateTexts: Readonly<Record<string, string>> = {
  created: 'was never started',
  exited: 'has stopped',
  paused: 'is paused',
  restarting: 'is restarting',
  removing: 'is being removed',
  dead: 'is dead',
}

function apiProblems({api, apiProblem, configMissing, otherOwner}: StatusFacts): string[] {
  if (configMissing)
    return [otherOwner === undefined ? 'config.json is gone' : `it was ${otherOwner}, and is not used from here`]
  if (api === undefined) return [apiProblem ?? 'the API server does not answer']
  const waiting = api.nodes.filter(({ready}) => !ready).map(({name, reason}) => `node ${name} is not ready: ${reason}`)
  return [...waiting, ...(api.dnsProblem === undefined ? [] : [`DNS is not available: ${api.dnsProblem}`])]
}

/** Leaves out components that only wait for another one: the problem of that one is reported. */
function stackProblems({components}: StatusFacts): string[] {
  const first = components.filter(({ready, waitsFor}) => !ready && waitsFor === undefined)
  return first.map(({title, problem}) => `${title}: ${problem}`)
}
