import {combinationAt, countCombinations, type Axis, type Combination} from '../versions/combinations.js'

/** What a smoke test covers. A stopped test is only resumed with the same plan. */
export interface SmokePlan {
  /** If empty, the running versions are tested. */
  readonly axes: readonly Axis[]
  /** Hash of the suite. */
  readonly suite: string
  readonly cases: readonly string[]
}

export interface CaseResult {
  readonly name: string
  /** Why it did not pass. */
  readonly failure?: string
  readonly run?: string
  readonly ms: number
}

/** The result of one combination. Has no case results if its versions could not be rolled out. */
export interface CombinationResult {
  /** The index of the combination. */
  readonly place: number
  readonly combination: Combination
  readonly startedAt: string
  readonly rollout: {readonly ms: number; readonly failure?: string}
  readonly cases: readonly CaseResult[]
  readonly ms: number
  /** Memory of the services after the runs; undefined if they do not run or no kubelet reports it. */
  readonly memoryBytes?: number
  /** The folder with the evidence of a failure. */
  readonly evidence?: string
}

/** Saved after each combination. */
export interface SmokeState {
  readonly version: 1
  readonly plan: SmokePlan
  /** Counts from 1; above 1 only with `--all-day`. */
  readonly round: number
  /** Results of this round, in order. */
  readonly results: readonly CombinationResult[]
  /** Counts of the earlier rounds. */
  readonly past: {readonly passed: number; readonly failed: number}
}

export function combinationsOf({axes}: Pick<SmokePlan, 'axes'>): number {
  return axes.length === 0 ? 1 : countCombinations(axes)
}

export function newState(plan: SmokePlan): SmokeState {
  return {version: 1, plan, round: 1, results: [], past: {passed: 0, failed: 0}}
}

/** Parses the state of a stopped smoke test; undefined if the text does not contain one. */
export function parseState(text: string | undefined): SmokeState | undefined {
  if (text === undefined) return undefined
  try {
    const state = JSON.parse(text) as SmokeState
    return state.version === 1 && state.results.length <= combinationsOf(state.plan) ? state : undefined
  } catch {
    return undefined
  }
}

/** Whether a test with this plan resumes the state. */
export function isResumable(state: SmokeState | undefined, plan: SmokePlan): state is SmokeState {
  return JSON.stringify(state?.plan) === JSON.stringify(plan)
}

/** The next combination; undefined if the round is complete. */
export function nextOf({plan, results}: SmokeState): {place: number; combination: Combination} | undefined {
  const place = results.length
  return place < combinationsOf(plan) ? {place, combination: combinationAt(plan.axes, place)} : undefined
}

export function withResult(state: SmokeState, result: CombinationResult): SmokeState {
  return {...state, results: [...state.results, result]}
}

export function nextRound(state: SmokeState): SmokeState {
  const failed = state.results.filter(hasFailed).length
  const {past} = state
  return {
    ...state,
    round: state.round + 1,
    results: [],
    past: {passed: past.passed + state.results.length - failed, failed: past.failed + failed},
  }
}

export function hasFailed({rollout, cases}: Pick<CombinationResult, 'rollout' | 'cases'>): boolean {
  return [rollout, ...cases].some(({failure}) => failure !== undefined)
}

/** All failures, one line each. */
export function failuresOf({rollout, cases}: Pick<CombinationResult, 'rollout' | 'cases'>): string[] {
  const ofRollout = rollout.failure === undefined ? [] : [`rollout: ${rollout.failure}`]
  return [...ofRollout, ...cases.flatMap(({name, failure}) => (failure === undefined ? [] : [`${name}: ${failure}`]))]
}
