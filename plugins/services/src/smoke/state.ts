import {combinationAt, countCombinations, type Axis, type Combination} from '../versions/combinations.js'

/** What a smoke test goes through. It goes on after a kill only with the same plan. */
export interface SmokePlan {
  /** None: the versions that run are tested as they are. */
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

/** How one combination did. Without results of cases where its versions could not be rolled out. */
export interface CombinationResult {
  readonly place: number
  readonly combination: Combination
  readonly startedAt: string
  readonly rollout: {readonly ms: number; readonly failure?: string}
  readonly cases: readonly CaseResult[]
  readonly ms: number
  /** What the services used at the end of its runs; unknown where they do not run, or no kubelet told it. */
  readonly memoryBytes?: number
  /** The folder that keeps what was found of a failure. */
  readonly evidence?: string
}

/** Kept on disk after each combination. */
export interface SmokeState {
  readonly version: 1
  readonly plan: SmokePlan
  /** Counts from 1; above 1 only where it goes round all day. */
  readonly round: number
  /** Of this round, in their order. */
  readonly results: readonly CombinationResult[]
  /** Of the rounds before. */
  readonly past: {readonly passed: number; readonly failed: number}
}

export function combinationsOf({axes}: Pick<SmokePlan, 'axes'>): number {
  return axes.length === 0 ? 1 : countCombinations(axes)
}

export function newState(plan: SmokePlan): SmokeState {
  return {version: 1, plan, round: 1, results: [], past: {passed: 0, failed: 0}}
}

/** The state of a smoke test that was stopped; undefined where the text holds none. */
export function parseState(text: string | undefined): SmokeState | undefined {
  if (text === undefined) return undefined
  try {
    const state = JSON.parse(text) as SmokeState
    return state.version === 1 && state.results.length <= combinationsOf(state.plan) ? state : undefined
  } catch {
    return undefined
  }
}

/** Whether a test with this plan goes on with it. */
export function isResumable(state: SmokeState | undefined, plan: SmokePlan): state is SmokeState {
  return JSON.stringify(state?.plan) === JSON.stringify(plan)
}

/** The next combination; undefined where the round is over. */
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

/** Everything that went wrong, a line each. */
export function failuresOf({rollout, cases}: Pick<CombinationResult, 'rollout' | 'cases'>): string[] {
  const ofRollout = rollout.failure === undefined ? [] : [`rollout: ${rollout.failure}`]
  return [...ofRollout, ...cases.flatMap(({name, failure}) => (failure === undefined ? [] : [`${name}: ${failure}`]))]
}
